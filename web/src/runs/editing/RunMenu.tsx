import { DropdownMenu } from "radix-ui";
import { useMay } from "@/access/rights";
import { keyText } from "@/app/bindings";
import { plural } from "@/format/number";
import { Icon } from "@/ui/Icon";
import { FreedSpace } from "./FreedSpace";
import styles from "./RunMenu.module.css";
import { actionOfKey, type RunAction, runActions } from "./runActions";
import { measurable, onlyRun, type Subject } from "./subject";

interface Props {
  subject: Subject;
  /** Those that are offered; by default all that there are. */
  actions?: readonly RunAction[];
  anchor(): DOMRect;
  onAct(action: RunAction, subject: Subject, anchor: () => DOMRect): void;
  onClose(): void;
}

/** What can be done with runs, at a place; the keys that do it outside the menu do it in here, too. */
export function RunMenu({ subject, actions: given, anchor, onAct, onClose }: Props) {
  const may = useMay();
  const actions = given ?? runActions(subject, may);
  const measured = measurable(subject);
  const { left, top, width, height } = anchor();
  const act = (action: RunAction) => {
    onClose();
    // The menu gives the focus back first.
    requestAnimationFrame(() => onAct(action, subject, anchor));
  };
  return (
    <DropdownMenu.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <DropdownMenu.Trigger asChild>
        <button
          type="button"
          tabIndex={-1}
          className={styles.anchor}
          aria-label="Actions"
          style={{ left, top, width, height }}
        />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label="Actions"
          onCloseAutoFocus={(event) => event.preventDefault()}
          onKeyDown={(event) => {
            event.stopPropagation();
            const action = actionOfKey(actions, event.key);
            if (!action || event.metaKey || event.ctrlKey) return;
            event.preventDefault();
            act(action);
          }}
        >
          <DropdownMenu.Label className={styles.title}>
            {onlyRun(subject)?.name ?? subject.label ?? plural(subject.count, "picked run")}
          </DropdownMenu.Label>
          {actions.map((action) => (
            <DropdownMenu.Item key={action.id} className={styles.item} onSelect={() => act(action)}>
              <Icon name={action.icon} size={14} />
              <span className={styles.label}>{action.label}</span>
              {action.keys && <kbd className={styles.key}>{keyText(action.keys)}</kbd>}
            </DropdownMenu.Item>
          ))}
          {measured && actions.some(({ id }) => id === "bin") && (
            <DropdownMenu.Label className={styles.freed}>
              <FreedSpace of={{ runs: measured }} />
            </DropdownMenu.Label>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
