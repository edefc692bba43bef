import { useView } from "@/route/navigation";
import { Segmented } from "@/ui/Segmented";
import { diffView } from "./diffView";

const LAYOUTS = [
  { value: "auto", label: "Auto", title: "Side by side where there is room" },
  { value: "split", label: "Split", title: "Before and after side by side" },
  { value: "unified", label: "Unified", title: "Removed and added lines beneath each other" },
] as const;

/** How diffs are laid out. */
export function LayoutSwitch() {
  const [view, change] = useView(diffView);
  return (
    <Segmented
      label="Layout of the diff"
      value={view.diff}
      options={LAYOUTS}
      onChange={(diff) => change({ diff }, "replace")}
    />
  );
}
