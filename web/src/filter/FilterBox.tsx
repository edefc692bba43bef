import {
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import type { Suggestion } from "@/api/types";
import { IconButton } from "@/ui/Button";
import { useDraft } from "@/ui/draft";
import { Icon } from "@/ui/Icon";
import { CompletionList, optionId } from "./CompletionList";
import { accept, nextOption, offers } from "./completion";
import styles from "./FilterBox.module.css";
import { FilterInput } from "./FilterInput";
import { FilterProblemLine } from "./FilterProblemLine";
import type { FilterProblem } from "./problem";
import { type CompletionSource, useCompletions } from "./useCompletions";

const TYPING_RESTS_MS = 250;
/** While completions are listed, what stands there is likely to be half of something. */
const CHOOSING_RESTS_MS = 800;

export interface FilterBoxHandle {
  focus(): void;
  /** Begins to write this: it stands in the box, with completions for what comes next, but does not count yet. */
  begin(text: string): void;
}

interface Props {
  /** What is filtered: `Filter runs`. */
  label: string;
  placeholder: string;
  /** What could stand there. */
  source: CompletionSource;
  /** Explains the language beside the box. */
  help?(write: (filter: string) => void): ReactNode;
  value: string;
  problem: FilterProblem | null;
  onChange(filter: string): void;
  ref?: Ref<FilterBoxHandle>;
}

/** Where runs are filtered: one input with the filter language, its completions and what is wrong with it. */
export function FilterBox({ label, placeholder, source, help, value, problem, onChange, ref }: Props) {
  const [draft, change] = useDraft(value, onChange, TYPING_RESTS_MS);
  const [at, setAt] = useState(value.length);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  /** Tab was pressed before the completions were there. */
  const [eager, setEager] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const caret = useRef<readonly [number, number]>(null);
  const id = useId();
  const { completion, stale } = useCompletions(source, { text: draft, at }, open);
  const items = open && completion ? offers(draft, completion) : NOTHING;
  const listed = items.length > 0;
  // What was refused is a filter that typing has perhaps changed since.
  const shownProblem = draft === value ? problem : null;

  useLayoutEffect(() => {
    if (caret.current === null) return;
    input.current?.focus();
    input.current?.setSelectionRange(...caret.current);
    caret.current = null;
  });

  const write = (text: string, to: number, wait?: number) => {
    change(text, wait);
    setAt(to);
    setActive(-1);
    setEager(false);
    caret.current = [to, to];
  };
  const take = (item: Suggestion) => {
    if (!completion) return;
    const next = accept(draft, completion, item);
    write(next.text, next.at, item.kind === "value" ? TYPING_RESTS_MS : CHOOSING_RESTS_MS);
    setOpen(true);
  };
  if (eager && !stale && completion) {
    const first = items[0];
    if (first) take(first);
    else setEager(false);
  }
  useImperativeHandle(ref, () => ({
    focus: () => input.current?.focus(),
    begin: (text) => {
      // Only Enter or further typing makes it count.
      write(text, text.length, NEVER_MS);
      setOpen(true);
    },
  }));

  const close = () => {
    setOpen(false);
    setActive(-1);
    setEager(false);
  };
  const clear = () => {
    write("", 0, 0);
    setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      if (open) setActive(nextOption(active, items.length, step));
      else setOpen(true);
    } else if (event.key === "Tab" && !event.shiftKey && open && (listed || stale)) {
      event.preventDefault();
      const item = items[Math.max(0, active)];
      if (stale || !item) setEager(true);
      else take(item);
    } else if (event.key === "Enter") {
      const item = items[active];
      if (item) take(item);
      else {
        change(draft, 0);
        close();
      }
    } else if (event.key === "Escape") {
      if (open) close();
      else if (draft === "") event.currentTarget.blur();
      else clear();
    }
  };

  return (
    <div className={styles.filter}>
      <div className={styles.box}>
        <span className={styles.icon}>
          <Icon name="search" size={14} />
        </span>
        <FilterInput
          ref={input}
          value={draft}
          problem={shownProblem}
          role="combobox"
          aria-label={label}
          placeholder={placeholder}
          aria-autocomplete="list"
          aria-expanded={listed}
          aria-controls={listed ? `${id}-list` : undefined}
          aria-activedescendant={active >= 0 ? optionId(`${id}-list`, active) : undefined}
          aria-invalid={shownProblem !== null}
          aria-describedby={shownProblem && !listed ? `${id}-problem` : undefined}
          onChange={(event) => {
            change(event.target.value, listed ? CHOOSING_RESTS_MS : TYPING_RESTS_MS);
            setAt(event.target.selectionStart ?? event.target.value.length);
            setActive(-1);
            setEager(false);
            setOpen(true);
          }}
          onSelect={(event) => setAt(event.currentTarget.selectionStart ?? draft.length)}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        <span className={styles.tools}>
          {draft !== "" && <IconButton icon="close" small label="Clear the filter" onClick={clear} />}
          {help?.((text) => write(text, text.length))}
        </span>
        {listed && (
          <CompletionList
            id={`${id}-list`}
            items={items}
            active={active}
            onActive={setActive}
            onAccept={take}
          />
        )}
      </div>
      {shownProblem && !listed && (
        <FilterProblemLine
          id={`${id}-problem`}
          filter={draft}
          problem={shownProblem}
          onGoTo={() => {
            input.current?.focus();
            input.current?.setSelectionRange(shownProblem.start, shownProblem.end);
          }}
        />
      )}
    </div>
  );
}

const NOTHING: readonly Suggestion[] = [];
/** The longest that a timer takes. */
const NEVER_MS = 2 ** 31 - 1;
