import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { Icon } from "./Icon";
import styles from "./PickList.module.css";
import { compilePattern } from "./pattern";
import { SearchBox } from "./SearchBox";

export interface PickOption {
  value: string;
  label: string;
  /** Where it comes from, shown quietly at the end. */
  kind?: string;
}

interface Props {
  label: string;
  options: readonly PickOption[];
  picked: ReadonlySet<string>;
  /** Several may be picked at once. */
  multiple?: boolean;
  onPick(value: string): void;
  /** Something to do with all that the search finds. */
  many?(found: readonly PickOption[]): ReactNode;
}

const ROW = 28;

/** Picks from a list of any length: searched in the browser, and only what is in sight exists. */
export function PickList({ label, options, picked, multiple, onPick, many }: Props) {
  const [search, setSearch] = useState("");
  const scroller = useRef<HTMLDivElement>(null);
  const pattern = compilePattern(search);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the pattern is what the search says.
  const found = useMemo(() => options.filter((option) => pattern.matches(option.label)), [options, search]);
  const rows = useVirtualizer({
    count: found.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  return (
    <div className={styles.pick}>
      <div className={styles.search}>
        <SearchBox label={label} value={search} onChange={setSearch} invalid={pattern.invalid} />
      </div>
      {search !== "" && found.length > 0 && many?.(found)}
      <div
        ref={scroller}
        className={styles.list}
        style={{ height: Math.min(300, found.length * ROW || ROW) }}
      >
        {found.length === 0 && <p className={styles.empty}>Nothing matches.</p>}
        <div style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const option = found[row.index];
            if (!option) return null;
            const on = picked.has(option.value);
            return (
              <button
                key={option.value}
                type="button"
                aria-pressed={on}
                className={styles.option}
                style={{ transform: `translateY(${row.start}px)` }}
                title={option.label}
                onClick={() => onPick(option.value)}
              >
                <span
                  className={`${styles.mark} ${multiple ? styles.box : ""} ${multiple && on ? styles.on : ""}`}
                >
                  {on && <Icon name="check" size={multiple ? 10 : 14} />}
                </span>
                <span className={styles.label}>{option.label}</span>
                {option.kind && <span className={styles.kind}>{option.kind}</span>}
              </button>
            );
          })}
        </div>
      </div>
    </div>
  );
}
