import { lazy, Suspense, useState } from "react";
import { nextSorts, placeInSort } from "@/project/sort";
import { Button, IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { Segmented } from "@/ui/Segmented";
import { useBetter, useBetterOf, useSaidBetter } from "../baseline/betterStore";
import type { Better } from "../baseline/difference";
import type { TableColumn } from "../columns";
import type { ColumnActions } from "./actions";
import { BestStep, metricOf } from "./BestStep";
import { ColumnFacts } from "./ColumnFacts";
import styles from "./ColumnMenu.module.css";

const ColumnImportance = lazy(() => import("./ColumnImportance"));
const BestStepOfColumn = lazy(() => import("./BestStepOfColumn"));

const WIDTH_STEP = 24;
const BETTER: readonly { value: Better; label: string }[] = [
  { value: "higher", label: "More is better" },
  { value: "lower", label: "Less is better" },
  { value: "neither", label: "Neither" },
];

interface Props {
  column: TableColumn;
  /** The columns that it can be put before: that to its left, and the one after that to its right. */
  previous: string | undefined;
  following: string | null;
  last: boolean;
  pinned: boolean;
  actions: ColumnActions;
  className?: string;
}

/** What can be done with a column, and what its values are like. */
export function ColumnMenu({ column, previous, following, last, pinned, actions, className }: Props) {
  const { key, label, numeric, width } = column;
  const { sorts, setSorts, by, toggleGroup, beginFilter, hide, togglePin, move, resize } = actions;
  const [open, setOpen] = useState(false);
  const [pinning, setPinning] = useState(false);
  const metric = metricOf(key);
  const better = useBetterOf(key);
  const said = useSaidBetter(key);
  const choose = useBetter((store) => store.choose);
  const { direction } = placeInSort(sorts, key);
  const isOther = direction === "none" && sorts.length > 0;
  const then = (action: () => void) => () => {
    setOpen(false);
    action();
  };
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setPinning(false);
      }}
      label={`Column ${label}`}
      trigger={<IconButton icon="more" small className={className} label={`Column ${label}`} />}
    >
      {pinning && metric !== null ? (
        <Suspense>
          <BestStepOfColumn project={actions.project} metric={metric} onDone={() => setOpen(false)} />
        </Suspense>
      ) : (
        <div className={styles.menu}>
          <h2 className={styles.title}>{key}</h2>
          <ColumnFacts
            project={actions.project}
            place={actions.place}
            field={key}
            filter={actions.filter}
            onNarrow={(condition) => then(() => actions.narrow(condition))()}
          />
          {key.startsWith("config.") && (
            <Suspense>
              <ColumnImportance
                project={actions.project}
                place={actions.place}
                field={key}
                filter={actions.filter}
                sorts={sorts}
              />
            </Suspense>
          )}
          <div className={styles.row}>
            <Button
              icon="arrowUp"
              aria-pressed={direction === "ascending"}
              onClick={then(() => setSorts([key]))}
            >
              Ascending
            </Button>
            <Button
              icon="arrowDown"
              aria-pressed={direction === "descending"}
              onClick={then(() => setSorts([`-${key}`]))}
            >
              Descending
            </Button>
            {isOther && (
              <Button
                icon="plus"
                onClick={then(() => setSorts(nextSorts(sorts, key, numeric && said !== "lower", true)))}
              >
                Then by this
              </Button>
            )}
          </div>
          <div className={styles.row}>
            <Button icon="filter" onClick={then(() => beginFilter(key))}>
              Filter
            </Button>
            <Button icon="group" aria-pressed={by.includes(key)} onClick={then(() => toggleGroup(key))}>
              {by.includes(key) ? "Ungroup" : "Group"}
            </Button>
            <Button icon="eyeOff" onClick={then(() => hide(key))}>
              Hide
            </Button>
          </div>
          {numeric && (
            <Segmented<Better>
              label="Which way is better"
              value={better}
              options={BETTER}
              onChange={(next) => choose(key, next)}
            />
          )}
          {numeric && metric !== null && (
            <>
              <BestStep column={key} metric={metric} better={better} actions={actions} />
              <Button icon="star" onClick={() => setPinning(true)}>
                Pin media at best step…
              </Button>
            </>
          )}
          <div className={styles.row}>
            <IconButton
              icon="pin"
              label={pinned ? "Let it move" : "Pin to the left"}
              aria-pressed={pinned}
              onClick={then(() => togglePin(key))}
            />
            <IconButton
              icon="chevronLeft"
              label="Move left"
              disabled={previous === undefined}
              onClick={() => previous !== undefined && move(key, previous)}
            />
            <IconButton
              icon="chevronRight"
              label="Move right"
              disabled={last}
              onClick={() => move(key, following)}
            />
            <IconButton icon="minus" label="Narrower" onClick={() => resize(key, width - WIDTH_STEP)} />
            <IconButton icon="plus" label="Wider" onClick={() => resize(key, width + WIDTH_STEP)} />
          </div>
        </div>
      )}
    </Popover>
  );
}
