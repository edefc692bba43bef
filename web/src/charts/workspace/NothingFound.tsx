import { Button } from "@/ui/Button";
import { useActions } from "./actions";
import type { PanelSection } from "./arrange";
import { EMPTY_PX } from "./layout";
import styles from "./Sections.module.css";

interface Props {
  name: string;
  rule: NonNullable<PanelSection["rule"]>;
}

/** Stands in a section that has nothing to show: it gathers, so this may change by itself. */
export function NothingFound({ name, rule: { pattern, found } }: Props) {
  const { describeSection } = useActions();
  return (
    <div className={styles.empty} style={{ minHeight: EMPTY_PX }}>
      {found === 0 ? (
        <>
          <span>
            No metric of these runs matches <code>{pattern}</code> yet. Its chart comes here by itself.
          </span>
          <Button onClick={() => describeSection(name)}>Change the rule</Button>
        </>
      ) : (
        <span>All charts of this section were removed.</span>
      )}
    </div>
  );
}
