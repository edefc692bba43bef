import { useDeferredValue, useId, useMemo, useState } from "react";
import { formatCount } from "@/format/number";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { compilePattern } from "@/ui/pattern";
import { gatherMetrics, suggestName } from "../sections";
import form from "../settings/Form.module.css";
import type { SectionRule } from "./rules";
import styles from "./SectionDialog.module.css";

interface Props {
  /** What is changed; a new section has no name yet. */
  rule: SectionRule;
  /** The names of the other sections. */
  taken: readonly string[];
  metrics: readonly string[];
  onSave(rule: SectionRule): void;
  onClose(): void;
}

/** So many of the metrics that match are told by name. */
const MAX_NAMES = 5;

/** Asks for the name of a section and for the rule by which it gathers metrics, and tells what that finds now. */
export default function SectionDialog({ rule, taken, metrics, onSave, onClose }: Props) {
  const [pattern, setPattern] = useState(rule.pattern);
  const [said, setSaid] = useState(rule.name);
  const isNew = rule.name === "";
  const name = said.trim() || suggestName(pattern);
  const isTaken = name !== rule.name && taken.includes(name);
  const error = useId();
  return (
    <Dialog title={isNew ? "Add a section" : `The section ${rule.name}`} open onClose={onClose}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (name !== "" && pattern !== "" && !isTaken) onSave({ name, pattern });
        }}
      >
        <label className={styles.pattern}>
          Metrics
          <input
            className={form.input}
            data-autofocus
            aria-label="Metrics (regex)"
            aria-invalid={compilePattern(pattern).invalid}
            placeholder="loss$"
            value={pattern}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setPattern(event.target.value)}
          />
        </label>
        <Found pattern={pattern} metrics={metrics} />
        <label>
          Name
          <input
            className={form.input}
            aria-label="Name"
            aria-invalid={isTaken}
            aria-describedby={isTaken ? error : undefined}
            placeholder={suggestName(pattern) || "Losses"}
            value={said}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => setSaid(event.target.value)}
          />
        </label>
        <div className={styles.actions}>
          {isTaken && (
            <span id={error} className={styles.error} role="alert">
              There is a section “{name}” already.
            </span>
          )}
          <Button type="submit" disabled={name === "" || pattern === "" || isTaken}>
            {isNew ? "Add section" : "Save"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** How many metrics match now, and the first of them. */
function Found({ pattern, metrics }: { pattern: string; metrics: readonly string[] }) {
  const rested = useDeferredValue(pattern);
  const found = useMemo(() => (rested === "" ? [] : gatherMetrics(metrics, rested)), [metrics, rested]);
  const { invalid } = compilePattern(rested);
  if (rested === "") {
    return (
      <div className={styles.found}>
        A regular expression: <code>loss$</code> gathers all metrics that end so, <code>^grad/layer3/</code>{" "}
        those that begin so. Charts of metrics that are logged later come by themselves.
      </div>
    );
  }
  return (
    <div className={styles.found}>
      <p role="status">
        {found.length === 0
          ? "Nothing matches yet"
          : `${formatCount(found.length)} of ${formatCount(metrics.length)} metrics`}
        {invalid && ", taken as it stands: it is no valid regular expression"}
      </p>
      <ul>
        {found.slice(0, MAX_NAMES).map((metric) => (
          <li key={metric} title={metric}>
            {metric}
          </li>
        ))}
        {found.length > MAX_NAMES && <li>and {formatCount(found.length - MAX_NAMES)} more</li>}
      </ul>
    </div>
  );
}
