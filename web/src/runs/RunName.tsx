import { memo } from "react";
import type { Run } from "@/api/types";
import { RunToggle } from "@/project/RunToggle";
import { Link } from "@/route/Link";
import { IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { useRowCommands } from "./editing/commands";
import { anchorOfElement, useEditing } from "./editing/editing";
import { NameInput } from "./editing/NameInput";
import { PickBox } from "./picks/PickBox";
import styles from "./RunTable.module.css";

interface Props {
  run: Run;
  index: number;
  picked: boolean;
  shown: boolean;
  slot: number | undefined;
  onToggle(id: string): void;
  unlisted: boolean;
  /** Its menu has a button. */
  withMenu: boolean;
}

/** What a row of a run begins with. By itself, so that scrolling sideways leaves it alone. */
export const RunName = memo(function RunName(props: Props) {
  const { run, index, picked, shown, slot, onToggle, unlisted, withMenu } = props;
  const commands = useRowCommands();
  const renamed = useEditing(({ open }) => open?.what === "name" && open.subject.runs[0]?.id === run.id);
  return (
    <>
      {unlisted ? (
        <span className={styles.noBox} />
      ) : (
        <PickBox name={run.name} picked={picked} onPick={(range) => commands.pick(index, range)} />
      )}
      <RunToggle
        name={run.name}
        shown={shown}
        slot={slot}
        colour={run.colour}
        onToggle={() => onToggle(run.id)}
      />
      {renamed ? (
        <NameInput run={run} />
      ) : (
        <>
          {run.starred && (
            <span className={styles.star} title="A baseline">
              <Icon name="star" size={12} />
              <span className="visually-hidden">Baseline</span>
            </span>
          )}
          <Link
            to={{ page: "run", project: run.project, run: run.id }}
            className={styles.link}
            title={run.name}
          >
            {run.name}
          </Link>
          <span className={styles.id}>{run.display_id}</span>
          {withMenu && (
            <IconButton
              icon="more"
              small
              className={styles.more}
              label={`Actions for ${run.name}`}
              aria-haspopup="menu"
              onClick={(event) => commands.menu(run, anchorOfElement(event.currentTarget))}
            />
          )}
        </>
      )}
    </>
  );
});
