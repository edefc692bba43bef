import { useMemo, useState } from "react";
import type { Json } from "@/api/types";
import { isSystem } from "@/charts/sections";
import { formatCount, formatExact, plural } from "@/format/number";
import { formatInUnit, unitOf } from "@/format/units";
import { formatValue } from "@/format/value";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { CopyButton } from "@/ui/Code";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { flatten } from "../config/flatten";
import styles from "./ValuesCard.module.css";

/** A longer summary gets a search, and starts cut. */
const FIRST_ROWS = 14;

interface Props {
  title: string;
  /** What the values are called in a sentence: "config". */
  noun: string;
  values: { [key: string]: Json };
  search: string;
  onSearch(search: string): void;
  exact: boolean;
  /** Missing where every digit is shown anyway. */
  onExact?(exact: boolean): void;
  /** What to say where there are none. */
  empty: string;
}

/** Values under flat keys, with a search and a way to take each key along. */
export function ValuesCard({ title, noun, values, search, onSearch, exact, onExact, empty }: Props) {
  const [all, setAll] = useState(false);
  const entries = useMemo(() => {
    const flat = flatten(values);
    // What the system did is of less interest than what the run found.
    return [...flat.filter(([key]) => !isSystem(key)), ...flat.filter(([key]) => isSystem(key))];
  }, [values]);
  const pattern = useMemo(() => compilePattern(search), [search]);
  const found = entries.filter(([key]) => pattern.matches(key));
  const shown = all ? found : found.slice(0, FIRST_ROWS);
  if (entries.length === 0) {
    return (
      <Card title={title}>
        <p className={styles.quiet}>{empty}</p>
      </Card>
    );
  }
  return (
    <Card
      title={title}
      note={formatCount(entries.length)}
      flush
      tools={
        <>
          {entries.length > FIRST_ROWS && (
            <SearchBox
              label={`Search ${noun}`}
              value={search}
              delay={120}
              invalid={pattern.invalid}
              onChange={onSearch}
            />
          )}
          {onExact && (
            <Button aria-pressed={exact} onClick={() => onExact(!exact)}>
              All digits
            </Button>
          )}
        </>
      }
    >
      <table className={styles.table} aria-label={title}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(([key, value]) => (
            <tr key={key}>
              <th scope="row">
                {key}
                <CopyButton icon="hash" className={styles.copy} text={key} label={`Copy the key ${key}`} />
              </th>
              <td title={exactly(value)} data-number={typeof value === "number" ? "" : undefined}>
                {exact ? exactly(value) : briefly(key, value)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.length === 0 && <p className={styles.none}>No key matches “{search}”.</p>}
      {found.length > shown.length && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          Show {plural(found.length - shown.length, "more value")}
        </button>
      )}
    </Card>
  );
}

function briefly(key: string, value: Json): string {
  const unit = typeof value === "number" ? unitOf(key) : null;
  if (unit !== null) return formatInUnit(value as number, unit);
  return value === null ? "null" : formatValue(value);
}

const exactly = (value: Json): string =>
  value === null ? "null" : typeof value === "number" ? formatExact(value) : formatValue(value);
