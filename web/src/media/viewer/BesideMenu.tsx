import { useState } from "react";
import type { MediaKey } from "@/api/types";
import { Button } from "@/ui/Button";
import { PickList } from "@/ui/PickList";
import { Popover } from "@/ui/Popover";
import { useGallery } from "../gallery";
import type { OpenItem } from "../mediaView";
import { type Beside, formatBeside } from "./panes";
import styles from "./Viewer.module.css";

interface Props {
  media: MediaKey;
  open: OpenItem;
  besides: readonly Beside[];
}

const MOST_BESIDE = 7;

/** What stands beside the open item: other runs, or another step. */
export function BesideMenu({ media, open, besides }: Props) {
  const { runs, change } = useGallery();
  const [step, setStep] = useState("");
  const set = (next: readonly Beside[]) =>
    change({ beside: next.length > 0 ? next.slice(0, MOST_BESIDE).map(formatBeside) : null }, "replace");
  const others = runs.filter(({ id }) => id !== open.run);
  const picked = new Set(besides.filter((each) => each.step === null).map(({ run }) => run));
  const value = Number(step);
  const valid = step.trim() !== "" && Number.isSafeInteger(value);
  return (
    <Popover
      label="Beside it"
      align="end"
      trigger={
        <Button icon="columns" title="Other runs or steps beside it">
          Beside
        </Button>
      }
    >
      <div className={styles.menu}>
        <form
          className={styles.stepForm}
          onSubmit={(event) => {
            event.preventDefault();
            if (!valid) return;
            set([...besides, { run: open.run, step: value }]);
            setStep("");
          }}
        >
          <input
            className={styles.number}
            inputMode="numeric"
            aria-label="Another step of this run"
            placeholder={`Another step, such as ${media.steps[0] ?? 0}`}
            value={step}
            onChange={(event) => setStep(event.target.value)}
          />
          <Button type="submit" disabled={!valid}>
            Add
          </Button>
        </form>
        {others.length > 0 && (
          <PickList
            label="Runs beside it"
            multiple
            options={others.map((run) => ({ value: run.id, label: run.name, kind: run.displayId }))}
            picked={picked}
            onPick={(run) =>
              set(
                picked.has(run)
                  ? besides.filter((each) => each.run !== run || each.step !== null)
                  : [...besides, { run, step: null }],
              )
            }
          />
        )}
      </div>
    </Popover>
  );
}
