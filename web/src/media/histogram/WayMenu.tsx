import { Segmented } from "@/ui/Segmented";
import { useGallery } from "../gallery";
import { wayOf, withWay } from "../mediaView";
import type { ToolsProps } from "../registry";
import { WAYS } from "./overTime";

const OPTIONS = [
  { value: "step", label: "Step", title: "The histogram of one step" },
  { value: "ridgeline", label: "Ridgeline", title: "All steps behind one another" },
  { value: "heatmap", label: "Heatmap", title: "Values over steps, coloured by density" },
  { value: "table", label: "Table", title: "Quantiles, step by step" },
] as const;

/** In which way the histograms of a key are shown. */
export default function WayMenu({ media }: ToolsProps) {
  const { view, change } = useGallery();
  return (
    <Segmented
      label={`How ${media.key} is shown`}
      value={wayOf(view, media.key, WAYS)}
      options={OPTIONS}
      onChange={(way) => change(withWay(view, media.key, way, WAYS))}
    />
  );
}
