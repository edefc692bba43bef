import { type Shortcuts, useShortcuts } from "@/app/shortcuts";
import { Button, IconButton } from "@/ui/Button";
import { Select } from "@/ui/Select";
import { useGallery } from "../gallery";
import { wayOf, withWay } from "../mediaView";
import type { ToolsProps } from "../registry";
import { clockOf, latestClock, SPEEDS, useClock } from "./clock";
import { FILM_WAYS } from "./ways";

const NO_KEYS: Shortcuts = {};
const STEPS: Shortcuts = {
  previousFrame: () => latestClock()?.step(-1),
  nextFrame: () => latestClock()?.step(1),
};

const OPTIONS = SPEEDS.map((value) => ({ value, label: `${value}×` }));

/** What all films of a key do together. */
export default function FilmTools({ media }: ToolsProps) {
  const { view, change } = useGallery();
  const clock = clockOf(media.key);
  const { playing, speed, loop, used } = useClock(clock);
  const together = wayOf(view, media.key, FILM_WAYS) === "together";
  // Until a film is used, the page's own keys are left to it.
  useShortcuts(used ? STEPS : NO_KEYS);
  return (
    <>
      {together && (
        <>
          <IconButton
            small
            icon="frameBack"
            label={`Previous frame of ${media.key} (,)`}
            onClick={() => clock.step(-1)}
          />
          <IconButton
            small
            icon={playing ? "pause" : "play"}
            label={playing ? `Pause all of ${media.key}` : `Play all of ${media.key}`}
            onClick={() => clock.toggle()}
          />
          <IconButton
            small
            icon="frameOn"
            label={`Next frame of ${media.key} (.)`}
            onClick={() => clock.step(1)}
          />
          <Select
            label={`Speed of ${media.key}`}
            value={SPEEDS.find((each) => Number(each) === speed) ?? "1"}
            options={OPTIONS}
            onChange={(next) => clock.setSpeed(Number(next))}
          />
          <Button aria-pressed={loop} title="Begin anew at the end" onClick={() => clock.setLoop(!loop)}>
            Loop
          </Button>
        </>
      )}
      <Button
        aria-pressed={together}
        title="All films of this key have one clock"
        onClick={() => change(withWay(view, media.key, together ? "apart" : "together", FILM_WAYS))}
      >
        Sync
      </Button>
    </>
  );
}
