import { Segmented } from "@/ui/Segmented";
import { useGallery } from "../gallery";
import { entryOf, withEntry } from "../mediaView";
import type { ToolsProps } from "../registry";

const OPTIONS = [
  { value: "sticks", label: "Sticks", title: "Balls and sticks" },
  { value: "filling", label: "Filling", title: "Balls as large as atoms are" },
] as const;

/** How all molecules of a key are drawn. */
export default function MoleculeTools({ media }: ToolsProps) {
  const { view, change } = useGallery();
  const form = entryOf(view.solid, media.key) === "filling" ? "filling" : "sticks";
  return (
    <Segmented
      label={`How ${media.key} is drawn`}
      value={form}
      options={OPTIONS}
      onChange={(next) =>
        change({ solid: withEntry(view.solid, media.key, next === "sticks" ? null : next) }, "replace")
      }
    />
  );
}
