import styles from "./FilterProblemLine.module.css";
import { excerpt, type FilterProblem } from "./problem";

interface Props {
  id: string;
  filter: string;
  problem: FilterProblem;
  /** Puts the caret there. */
  onGoTo(): void;
}

/** What is wrong with a filter, under the box: the place, then the server's words. */
export function FilterProblemLine({ id, filter, problem, onGoTo }: Props) {
  const { before, bad, after } = excerpt(filter, problem);
  return (
    <div className={styles.problem}>
      <button type="button" className={styles.place} title="Go to this place" onClick={onGoTo}>
        <span className="visually-hidden">Go to the place that is wrong: </span>
        {before}
        <mark className={styles.bad}>{bad}</mark>
        {after}
      </button>
      <p id={id} className={styles.message} role="status">
        {problem.message}
      </p>
    </div>
  );
}
