import { lazy, type ReactNode, type Ref } from "react";
import { LazyPopover } from "@/charts/workspace/LazyPopover";
import { Button } from "@/ui/Button";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { Segmented } from "@/ui/Segmented";
import { Select } from "@/ui/Select";
import { Without } from "./best/Without";
import styles from "./GalleryBar.module.css";
import { useGallery } from "./gallery";
import { countPins } from "./pins/pins";
import { countKeys } from "./sections";

const BestStep = lazy(() => import("./best/BestStep"));

const SIZES = [
  { value: "small", label: "S", title: "Small cards" },
  { value: "medium", label: "M", title: "Medium cards" },
  { value: "large", label: "L", title: "Large cards" },
] as const;
const SAMPLES = [
  { value: "widgets", label: "Same sample in all" },
  { value: "runs", label: "Same sample across runs" },
  { value: "off", label: "Each card its sample" },
] as const;

interface Props {
  /** How many keys the search finds, of how many. */
  found: number;
  all: number;
  inputRef: Ref<HTMLInputElement>;
  start?: ReactNode;
  end?: ReactNode;
}

/** What concerns all of a gallery: the search, what goes in step, pins, sizes. */
export function GalleryBar({ found, all, inputRef, start, end }: Props) {
  const { project, runs, view, change, pins, pin, single } = useGallery();
  const { invalid } = compilePattern(view.media);
  const pinned = countPins(pins);
  const spread = view.spread === "all" || (view.spread === "auto" && single);
  return (
    <div className={styles.bar}>
      {start}
      <SearchBox
        label="Search keys"
        value={view.media}
        invalid={invalid}
        inputRef={inputRef}
        onChange={(media) => change({ media }, "replace")}
      />
      <span className={styles.count} role="status">
        {all > 0 && countKeys(found, all)}
      </span>
      <span className={styles.tools}>
        <Without />
        {pinned > 0 && (
          <Button icon="close" title="Remove every pin of this page" onClick={() => pin({ type: "clear" })}>
            Clear all pins
          </Button>
        )}
        <LazyPopover
          label="Best step"
          command="Pin each run at the best step of a metric"
          trigger={
            <Button icon="star" title="Pin each run at the best step of a metric">
              Best step
            </Button>
          }
        >
          {(close) => <BestStep project={project} runs={runs.map(({ id }) => id)} onDone={close} />}
        </LazyPopover>
        <Button
          icon="link"
          aria-pressed={view.stepsync}
          title="One step for all sections"
          onClick={() => change({ stepsync: !view.stepsync }, "replace")}
        >
          Sync steps
        </Button>
        <Button
          icon="group"
          aria-pressed={spread}
          title="Show every sample of a step, or one that can be turned over"
          onClick={() => change({ spread: spread ? "one" : "all" }, "replace")}
        >
          All samples
        </Button>
        {!spread && (
          <Select
            label="Which cards show the same sample"
            value={view.samples}
            options={SAMPLES}
            onChange={(samples) => change({ samples, sample: null }, "replace")}
          />
        )}
        <Segmented
          label="Size of the cards"
          value={view.tiles}
          options={SIZES}
          onChange={(tiles) => change({ tiles }, "replace")}
        />
        {end}
      </span>
    </div>
  );
}
