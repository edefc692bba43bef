import { type Command, useCommands } from "@/app/commands";
import type { Gallery } from "./gallery";
import { SAMPLE_SYNC, TILES } from "./mediaView";
import { countPins } from "./pins/pins";

const SAMPLE_WORDS: Record<(typeof SAMPLE_SYNC)[number], string> = {
  widgets: "the same in all cards",
  runs: "the same across runs",
  off: "each card its own",
};

interface Page {
  gallery: Gallery;
  onSearch(): void;
  onStep(by: number): void;
}

/** What can be done with a gallery, for the palette. */
export function useGalleryCommands({ gallery, onSearch, onStep }: Page): void {
  const { view, change, pins, pin, single } = gallery;
  const all = view.spread === "all" || (view.spread === "auto" && single);
  const commands: (Command | false)[] = [
    { name: "Search keys of media", keys: "searchMedia", run: onSearch },
    view.media !== "" && { name: "Clear the search for keys", run: () => change({ media: "" }) },
    { name: "Previous step", keys: "previousStep", run: () => onStep(-1) },
    { name: "Next step", keys: "nextStep", run: () => onStep(1) },
    {
      name: view.stepsync ? "Each section has its own step" : "One step for all sections",
      run: () => change({ stepsync: !view.stepsync }, "replace"),
    },
    {
      name: all ? "Show one sample of a step" : "Show all samples of a step",
      run: () => change({ spread: all ? "one" : "all" }, "replace"),
    },
    ...SAMPLE_SYNC.filter((samples) => !all && samples !== view.samples).map((samples) => ({
      name: `Samples: ${SAMPLE_WORDS[samples]}`,
      run: () => change({ samples, sample: null }, "replace"),
    })),
    ...TILES.filter((tiles) => tiles !== view.tiles).map((tiles) => ({
      name: `Cards: ${tiles}`,
      run: () => change({ tiles }, "replace"),
    })),
    countPins(pins) > 0 && { name: "Clear all pins", run: () => pin({ type: "clear" }) },
  ];
  useCommands(commands.filter((command) => command !== false));
}
