import { Button } from "@/ui/Button";
import { useActions } from "./actions";
import type { GatheringRule } from "./arrange";
import { EMPTY_PX } from "./layout";
import styles from "./Sections.module.css";

interface Props {
  name: string;
  rule: GatheringRule;
}

/** Stands in a section that has nothing to show: it gathers, so this may change by itself. */
export function NothingFound({ name, rule: { found } }: Props) {
  const { describeSection } = useActions();
  return (
    <div className={styles.empty} style={{ minHeight: EMPTY_PX }}>
      {found === 0 ? (
        <>
          <span>No metric of these runs matches yet. Charts of those that do come here by themselves.</span>
          <Button onClick={() => describeSection(name)}>Change the rule</Button>
        </>
      ) : (
        <span>All charts of this section were removed.</span>
      )}
    </div>
  );
}
