import { Skeleton } from "./Notice";
import styles from "./Skeletons.module.css";

const ROWS = [62, 48, 71, 55, 66, 43, 58, 69, 51, 60];
const PANELS = 6;

/** Rows of a list that is still loading. */
export const SkeletonRows = ({ height }: { height: number }) => (
  <div className={styles.rows} aria-hidden="true">
    {ROWS.map((width) => (
      <div key={width} className={styles.row} style={{ height }}>
        <Skeleton height={10} width={`${width}%`} />
      </div>
    ))}
  </div>
);

/** Panels of a page of charts that is still loading. */
export const SkeletonPanels = () => (
  <div className={styles.panels} aria-hidden="true">
    {Array.from({ length: PANELS }, (_, index) => (
      <Skeleton key={index} height={230} />
    ))}
  </div>
);
