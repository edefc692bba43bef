import { fieldLabel } from "../fields";
import { SortButton } from "../SortButton";
import styles from "./Rail.module.css";

interface Props {
  sorts: readonly string[];
  metric: string | null;
  onSort(sorts: readonly string[]): void;
}

export function RailLabels({ metric, ...sorting }: Props) {
  return (
    <div className={styles.labels}>
      <span />
      <SortButton column="name" text="Name" numeric={false} {...sorting} />
      <SortButton column="state" text="State" numeric={false} {...sorting} />
      {metric !== null && <SortButton column={metric} text={fieldLabel(metric)} numeric {...sorting} />}
    </div>
  );
}
