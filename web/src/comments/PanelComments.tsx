import { useQuery } from "@tanstack/react-query";
import { lazy } from "react";
import { useMayEdit } from "@/access/rights";
import { commentsQuery } from "@/api/comments";
import { LazyPopover } from "@/charts/workspace/LazyPopover";
import { plural } from "@/format/number";
import { Icon } from "@/ui/Icon";
import styles from "./PanelComments.module.css";
import { openCount, threadsOf } from "./threads";
import { useCommented } from "./useCommented";

const Threads = lazy(() => import("./Threads"));

/** How many comments a chart has; opens them beside it, and the place to write one. */
export function PanelComments({ panel, title }: { panel: string; title: string }) {
  const of = useCommented();
  const mayEdit = useMayEdit();
  const { data } = useQuery(commentsQuery(of));
  const count = data ? openCount(threadsOf(data.comments, panel)) : 0;
  // Who may not write opens what others said, if they did.
  if (count === 0 && !mayEdit) return null;
  const label = count > 0 ? `${plural(count, "comment")} on ${title}` : `Comment on ${title}`;
  return (
    <LazyPopover
      label={`Comments on ${title}`}
      trigger={
        <button
          type="button"
          className={styles.marker}
          data-some={count > 0}
          aria-label={label}
          title={label}
        >
          <Icon name="comment" size={14} />
          {count > 0 && <span data-number="">{count}</span>}
        </button>
      }
    >
      {() => (
        <div className={styles.panel}>
          <h4 className={styles.title}>Comments on {title}</h4>
          <Threads of={of} panel={panel} focus />
        </div>
      )}
    </LazyPopover>
  );
}
