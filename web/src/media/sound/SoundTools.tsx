import { useShortcuts } from "@/app/shortcuts";
import { Button, IconButton } from "@/ui/Button";
import { Segmented } from "@/ui/Segmented";
import { useGallery } from "../gallery";
import { wayOf, withWay } from "../mediaView";
import type { ToolsProps } from "../registry";
import { deskOf, latestDesk, useDesk } from "./desk";
import { SOUND_WAYS } from "./ways";

const OPTIONS = [
  { value: "both", label: "Both" },
  { value: "waveform", label: "Waveform" },
  { value: "spectrogram", label: "Spectrogram" },
] as const;

/** What all sounds of a key share: what is drawn of them, and how they are compared by ear. */
export default function SoundTools({ media }: ToolsProps) {
  const { view, change } = useGallery();
  const desk = deskOf(media.key);
  const { inTurn } = useDesk(desk);
  useShortcuts({
    nextSound: () => latestDesk()?.change(1),
    previousSound: () => latestDesk()?.change(-1),
  });
  return (
    <>
      <IconButton
        small
        icon="swap"
        label={`Change over to the next sound of ${media.key}, at the same position (x)`}
        onClick={() => desk.change(1)}
      />
      <Button
        aria-pressed={inTurn}
        title="When a sound ends, the next one begins"
        onClick={() => desk.setInTurn(!inTurn)}
      >
        In turn
      </Button>
      <Segmented
        label={`What is drawn of ${media.key}`}
        value={wayOf(view, media.key, SOUND_WAYS)}
        options={OPTIONS}
        onChange={(way) => change(withWay(view, media.key, way, SOUND_WAYS))}
      />
    </>
  );
}
