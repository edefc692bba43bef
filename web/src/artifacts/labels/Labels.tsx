import { type FormEvent, useState } from "react";
import { useMayEdit } from "@/access/rights";
import { Icon } from "@/ui/Icon";
import { Popover } from "@/ui/Popover";
import styles from "./Labels.module.css";

export interface Offer {
  name: string;
  /** Where it is now: `on v3`. */
  where: string;
}

interface Props {
  /** What they are: "alias", "tag". */
  noun: "alias" | "tag";
  /** Whose they are: "data:v3". */
  of: string;
  labels: readonly string[];
  /** What could be given, besides what somebody types. */
  offers?: readonly Offer[];
  /** Those that cannot be taken away. */
  fixed?: (label: string) => boolean;
  onAdd?(label: string): void;
  onRemove?(label: string): void;
}

/** Aliases or tags as chips, changed where they stand. */
export function Labels({ noun, of, labels, offers = [], fixed, onAdd, onRemove }: Props) {
  const mayEdit = useMayEdit();
  return (
    <span className={styles.labels}>
      {labels.map((label) => (
        <span key={label} className={`${styles.chip} ${noun === "alias" ? styles.alias : ""}`} title={label}>
          <span className={styles.text}>{label}</span>
          {onRemove && mayEdit && !fixed?.(label) && (
            <button
              type="button"
              className={styles.remove}
              aria-label={`Take the ${noun} ${label} from ${of}`}
              onClick={() => onRemove(label)}
            >
              <Icon name="close" size={10} />
            </button>
          )}
        </span>
      ))}
      {onAdd && mayEdit && <AddLabel noun={noun} of={of} offers={offers} onAdd={onAdd} />}
    </span>
  );
}

function AddLabel({
  noun,
  of,
  offers,
  onAdd,
}: Required<Pick<Props, "noun" | "of" | "offers">> & { onAdd(label: string): void }) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const wanted = text.trim();
  const add = (label: string) => {
    setOpen(false);
    setText("");
    onAdd(label);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (wanted !== "") add(wanted);
  };
  const shown = offers.filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <Popover
      label={`Add ${noun === "alias" ? "an alias" : "a tag"} to ${of}`}
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          className={styles.add}
          aria-label={`Add ${noun === "alias" ? "an alias" : "a tag"} to ${of}`}
        >
          <Icon name="plus" size={11} />
          {noun}
        </button>
      }
    >
      <form className={styles.form} onSubmit={submit}>
        <input
          className={styles.input}
          aria-label={noun === "alias" ? "Alias" : "Tag"}
          placeholder={noun === "alias" ? "best, production, …" : "checked, raw, …"}
          value={text}
          spellCheck={false}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: it was opened to be written in.
          autoFocus
          onChange={(event) => setText(event.target.value)}
        />
        {shown.slice(0, 8).map(({ name, where }) => (
          <button key={name} type="button" className={styles.offer} onClick={() => add(name)}>
            <span className={styles.text}>{name}</span>
            <span className={styles.quiet}>{where}</span>
          </button>
        ))}
        <p className={styles.quiet}>
          {noun === "alias"
            ? "Enter gives it. An alias names one version at a time: it moves here."
            : "Enter gives it."}
        </p>
      </form>
    </Popover>
  );
}
