import { lazy } from "react";
import { LazyPopover } from "@/charts/workspace/LazyPopover";
import { formatNumber } from "@/format/number";
import styles from "./CommentMarks.module.css";
import type { Mark } from "./marks";
import { useCommented } from "./useCommented";

const Threads = lazy(() => import("./Threads"));

interface Props {
  panel: string;
  title: string;
  marks: readonly Mark[];
  /** Where each stands, in pixels from the left; null outside of what is shown. */
  lefts: readonly (number | null)[];
}

/** Numbers on a chart where somebody said something of a place; each opens what was said. */
export function CommentMarks({ panel, title, marks, lefts }: Props) {
  const of = useCommented();
  return (
    <div className={styles.marks}>
      {marks.map(({ thread: { first, replies }, number }, index) => {
        const left = lefts[index] ?? null;
        const place = `${first.x_axis} ${formatNumber(first.x ?? 0)}`;
        const label = `Comment ${number} at ${place}, by ${first.author || "somebody"}`;
        return (
          // One that is out of sight stays, so that what was opened from it stays open.
          <div key={first.id} className={styles.place} hidden={left === null} style={{ left: left ?? 0 }}>
            <LazyPopover
              label={`Comment at ${place} of ${title}`}
              trigger={
                <button
                  type="button"
                  className={styles.mark}
                  aria-label={label}
                  title={first.text.slice(0, 200)}
                >
                  {number}
                  {replies.length > 0 && <span className={styles.more} />}
                </button>
              }
            >
              {() => (
                <div className={styles.thread}>
                  <Threads of={of} panel={panel} only={first.id} />
                </div>
              )}
            </LazyPopover>
          </div>
        );
      })}
    </div>
  );
}
