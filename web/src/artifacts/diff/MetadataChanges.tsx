import { useMemo } from "react";
import type { Json } from "@/api/types";
import { formatCount } from "@/format/number";
import { formatValue } from "@/format/value";
import { Card } from "@/ui/Card";
import styles from "./Changes.module.css";
import { valueChanges } from "./metadata";

interface Props {
  before: { [key: string]: Json };
  after: { [key: string]: Json };
}

/** Which metadata differ; nothing where none do. */
export function MetadataChanges({ before, after }: Props) {
  const changes = useMemo(() => valueChanges(before, after), [before, after]);
  if (changes.length === 0) return null;
  return (
    <Card title="Metadata" note={formatCount(changes.length)} flush>
      <table className={styles.values}>
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.key}>
              <th scope="row">{change.key}</th>
              <td className={styles.before}>{valueText(change.before)}</td>
              <td className={styles.after}>{valueText(change.after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

const valueText = (value: Json | undefined): string =>
  value === undefined ? "—" : value === null ? "null" : formatValue(value);
