import { IconButton } from "@/ui/Button";
import styles from "./Report.module.css";

interface Props {
  /** What the block is called where it is spoken of: `block 2`. */
  name: string;
  isFirst: boolean;
  isLast: boolean;
  onMove(by: -1 | 1): void;
  onRemove(): void;
}

/** What can be done with a block as a whole. */
export function BlockTools({ name, isFirst, isLast, onMove, onRemove }: Props) {
  return (
    <div className={styles.blockTools} role="group" aria-label={`Place of ${name}`}>
      <IconButton
        small
        icon="chevronUp"
        label={`Move ${name} up`}
        disabled={isFirst}
        onClick={() => onMove(-1)}
      />
      <IconButton
        small
        icon="chevronDown"
        label={`Move ${name} down`}
        disabled={isLast}
        onClick={() => onMove(1)}
      />
      <IconButton small icon="close" label={`Remove ${name}`} onClick={onRemove} />
    </div>
  );
}
