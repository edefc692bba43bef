import { useMemo, useState } from "react";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Icon } from "@/ui/Icon";
import { PickList } from "@/ui/PickList";
import { useCharts } from "../context";
import type { AnyKind } from "../panels/kind";
import { KINDS } from "../panels/registry";
import { isSystem } from "../sections";
import { TextInput } from "../settings/TextInput";
import styles from "./AddPanel.module.css";
import { addOfKind } from "./addition";
import { LINES } from "./arrange";
import { OWN_SECTION } from "./edits";
import type { EditWorkspace } from "./useWorkspace";

interface Props {
  /** Those that it could stand in; null where that is said already. */
  sections: readonly string[] | null;
  /** The section that it stands in unless the reader says otherwise. */
  section?: string;
  metrics: readonly string[];
  edit: EditWorkspace;
  onClose(): void;
}

/** Chooses what to add: a chart of a metric, or any other kind of panel. */
export default function AddPanel({ sections, section: first = OWN_SECTION, metrics, edit, onClose }: Props) {
  const { single } = useCharts();
  const [section, setSection] = useState(first);
  const [metric, setMetric] = useState(false);
  const add = (kind: AnyKind, settings: Record<string, unknown>) => {
    addOfKind(edit, kind, settings, section.trim() || OWN_SECTION);
    onClose();
  };
  // What the machine did is seldom what one looks for.
  const options = useMemo(
    () =>
      [...metrics]
        .sort((one, other) => Number(isSystem(one)) - Number(isSystem(other)))
        .map((name) => ({ value: name, label: name })),
    [metrics],
  );
  const lines = KINDS.find(({ kind }) => kind === LINES);
  return (
    <Dialog title="Add a panel" open onClose={onClose}>
      {sections !== null && (
        <div className={styles.where}>
          <span>Section</span>
          <TextInput
            label="Section"
            value={section}
            options={[OWN_SECTION, ...sections]}
            onChange={setSection}
          />
        </div>
      )}
      {metric && lines ? (
        <>
          <Button icon="chevronLeft" onClick={() => setMetric(false)}>
            Other kinds
          </Button>
          <div className={styles.metrics}>
            <PickList
              label="Search metrics (regex)"
              options={options}
              picked={new Set()}
              onPick={(name) => add(lines, { metric: name })}
            />
          </div>
        </>
      ) : (
        <div className={styles.kinds}>
          {KINDS.filter((kind) => kind.single || !single).map((kind) => (
            <button
              key={kind.kind}
              type="button"
              className={styles.kind}
              onClick={() => (kind.kind === LINES ? setMetric(true) : add(kind, {}))}
            >
              <Icon name={kind.icon} />
              <span>
                <strong>{kind.label}</strong>
                <br />
                {kind.about}
              </span>
            </button>
          ))}
        </div>
      )}
    </Dialog>
  );
}
