import { useEffect, useRef } from "react";
import type { Suggestion } from "@/api/types";
import styles from "./CompletionList.module.css";

interface Props {
  id: string;
  items: readonly Suggestion[];
  /** The option that Enter would accept; -1 is none. */
  active: number;
  onActive(index: number): void;
  onAccept(item: Suggestion): void;
}

export const optionId = (list: string, index: number): string => `${list}-${index}`;

/** What could stand at the caret, under the box. */
export function CompletionList({ id, items, active, onActive, onAccept }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div
      className={styles.popup}
      // The focus stays in the box.
      onPointerDown={(event) => event.preventDefault()}
    >
      <div ref={list} id={id} className={styles.list} role="listbox" aria-label="Completions" tabIndex={-1}>
        {items.map((item, index) => (
          <button
            key={`${item.kind} ${item.text}`}
            id={optionId(id, index)}
            type="button"
            className={styles.option}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onPointerMove={() => index !== active && onActive(index)}
            onClick={() => onAccept(item)}
          >
            <span className={styles.text} data-kind={item.kind}>
              {item.text}
            </span>
            <span className={styles.detail}>{item.detail}</span>
          </button>
        ))}
      </div>
      <p className={styles.keys}>
        <kbd>Tab</kbd> takes the first, <kbd>↑</kbd> <kbd>↓</kbd> choose, <kbd>Esc</kbd> closes
      </p>
    </div>
  );
}
