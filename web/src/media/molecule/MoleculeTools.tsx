import { Segmented } from "@/ui/Segmented";
import { useGallery } from "../gallery";
import { wayOf, withWay } from "../mediaView";
import type { ToolsProps } from "../registry";
import { FORMS } from "./forms";

const OPTIONS = [
  { value: "sticks", label: "Sticks", title: "Balls and sticks" },
  { value: "filling", label: "Filling", title: "Balls as large as atoms are" },
] as const;

/** How all molecules of a key are drawn. */
export default function MoleculeTools({ media }: ToolsProps) {
  const { view, change } = useGallery();
  return (
    <Segmented
      label={`How ${media.key} is drawn`}
      value={wayOf(view, media.key, FORMS)}
      options={OPTIONS}
      onChange={(form) => change(withWay(view, media.key, form, FORMS), "replace")}
    />
  );
}
