import { IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import styles from "./FilterHelp.module.css";

const EXAMPLES: [filter: string, what: string][] = [
  ["baseline", "in a run's name, id or tags"],
  ["config.lr < 1e-3", "a value of the config"],
  ["summary.val/acc >= 0.9", "the last value of a metric"],
  ["metrics.val/acc.max > 0.9", "its last, min, max, mean or count"],
  ["tag = baseline", "one of its tags"],
  ["state in (running, finished)", "one of several"],
  ['name ~ "seed-[0-3]"', "a regular expression"],
  ["exists(config.seed)", "has any value"],
  ["created_time > -2d", "in the last two days"],
  ["a and (b or not c)", "combined"],
];

interface Props {
  /** Puts an example into the box. */
  onTry(filter: string): void;
}

/** The filter language in one look. */
export function FilterHelp({ onTry }: Props) {
  return (
    <Popover
      label="The filter language"
      align="end"
      trigger={<IconButton icon="help" small label="What a filter can say" />}
    >
      <h2 className={styles.title}>What a filter can say</h2>
      <table className={styles.examples}>
        <tbody>
          {EXAMPLES.map(([filter, what]) => (
            <tr key={filter}>
              <td>
                <button type="button" className={styles.example} title="Try it" onClick={() => onTry(filter)}>
                  {filter}
                </button>
              </td>
              <td className={styles.what}>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Popover>
  );
}
