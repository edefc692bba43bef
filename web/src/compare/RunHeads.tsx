import { memo } from "react";
import type { ComparedRun } from "@/api/types";
import { styleOfSlot } from "@/charts/colours";
import { Swatch } from "@/charts/Swatch";
import { Link } from "@/route/Link";
import { useTheme } from "@/theme/theme";
import { Button, IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { StateLabel } from "@/ui/StateLabel";
import { useHeadDrag } from "@/ui/useHeadDrag";
import page from "./ComparePage.module.css";
import styles from "./CompareTable.module.css";
import { movedBefore, nudged } from "./order";
import type { TableLayout } from "./rowParts";

interface Props {
  runs: readonly ComparedRun[];
  reference: number;
  layout: TableLayout;
  onRuns(runs: string[]): void;
  onReference(run: string): void;
}

/** The heads of the columns: what each run is called, and what can be done with it. */
export const RunHeads = memo(function RunHeads({ runs, reference, layout, onRuns, onReference }: Props) {
  const theme = useTheme();
  const ids = runs.map(({ id }) => id);
  const drag = useHeadDrag("data-run", ids, (run, before) => onRuns(movedBefore(ids, run, before)));
  return (
    <div role="row" aria-rowindex={1}>
      <div role="columnheader" className={styles.corner} style={{ width: layout.keyWidth }}>
        <span className={styles.quiet}>{runs.length} runs</span>
      </div>
      {layout.columns.map(({ index, left }) => {
        const run = runs[index];
        if (!run) return null;
        const isReference = index === reference;
        return (
          <div
            key={run.id}
            role="columnheader"
            aria-colindex={index + 2}
            data-run={run.id}
            data-dragged={drag.dragged === run.id || undefined}
            data-drop={drag.dropAt?.key === run.id ? (drag.dropAt.after ? "after" : "before") : undefined}
            className={styles.head}
            style={{ left, width: layout.runWidth }}
            onPointerDown={(event) => {
              if (!(event.target as Element).closest("button")) drag.begin(event, run.id);
            }}
            onClickCapture={drag.swallowClick}
          >
            <div className={styles.headLine}>
              <Swatch {...styleOfSlot(index, theme)} />
              <Link
                className={styles.name}
                to={{ page: "run", project: run.project, run: run.id }}
                title={`${run.name} in ${run.project}`}
                draggable={false}
              >
                {run.name}
              </Link>
              <IconButton
                small
                icon={isReference ? "starFilled" : "star"}
                aria-pressed={isReference}
                label={isReference ? `${run.name} is the reference` : `Make ${run.name} the reference`}
                onClick={() => onReference(run.id)}
              />
              <Popover
                label={`Column ${run.name}`}
                align="end"
                trigger={<IconButton small icon="more" label={`More of ${run.name}`} />}
              >
                <div className={page.menu}>
                  <Button disabled={index === 0} onClick={() => onRuns(nudged(ids, run.id, -1))}>
                    Move left
                  </Button>
                  <Button disabled={index === runs.length - 1} onClick={() => onRuns(nudged(ids, run.id, 1))}>
                    Move right
                  </Button>
                  <Button onClick={() => onRuns(movedBefore(ids, run.id, ids[0] ?? null))}>
                    To the front
                  </Button>
                </div>
              </Popover>
              <IconButton
                small
                icon="close"
                label={`Remove ${run.name}`}
                onClick={() => onRuns(ids.filter((id) => id !== run.id))}
              />
            </div>
            <div className={styles.headLine}>
              <span className={styles.quiet}>{run.display_id}</span>
              <StateLabel state={run.state} />
              {isReference && <span className={styles.quiet}>reference</span>}
            </div>
          </div>
        );
      })}
    </div>
  );
});
