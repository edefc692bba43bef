import { useState } from "react";
import { useMayEdit } from "@/access/rights";
import type { View } from "@/api/views";
import { IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { NameForm } from "./NameForm";
import styles from "./Views.module.css";

interface Props {
  view: View;
  shown: boolean;
  onShow(): void;
  onRename(name: string): void;
  onDefault(): void;
  onRemove(): void;
}

export function ViewRow({ view, shown, onShow, onRename, onDefault, onRemove }: Props) {
  const mayEdit = useMayEdit();
  const [naming, setNaming] = useState(false);
  const { name, is_default: isDefault, updated_by: author } = view;
  if (naming) {
    return (
      <li>
        <NameForm
          label={`New name of ${name}`}
          action="Rename"
          value={name}
          onName={(next) => {
            setNaming(false);
            onRename(next);
          }}
        />
      </li>
    );
  }
  return (
    <li className={styles.row}>
      <button
        type="button"
        className={styles.show}
        aria-current={shown ? "true" : undefined}
        title={author ? `Saved by ${author}` : undefined}
        onClick={onShow}
      >
        <span className={styles.mark}>{shown && <Icon name="check" size={14} />}</span>
        <span className={styles.viewName}>{name}</span>
        {isDefault && <span className={styles.default}>default</span>}
      </button>
      {mayEdit && (
        <>
          <IconButton
            small
            icon="pin"
            label={isDefault ? `${name} is the default: undo that` : `Make ${name} the default`}
            aria-pressed={isDefault}
            onClick={onDefault}
          />
          <IconButton small icon="pencil" label={`Rename ${name}`} onClick={() => setNaming(true)} />
          <IconButton small icon="close" label={`Remove ${name}`} onClick={onRemove} />
        </>
      )}
    </li>
  );
}
