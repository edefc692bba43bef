import {
  type InputHTMLAttributes,
  type Ref,
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
} from "react";
import styles from "./FilterInput.module.css";
import type { FilterProblem } from "./problem";
import { tokenize } from "./tokens";

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  value: string;
  problem: FilterProblem | null;
  ref?: Ref<HTMLInputElement>;
}

/**
 * A text input whose text is drawn in colours by a layer under it, which follows as the input scrolls. What is wrong is
 * underlined by a second layer, so that a place may begin within a word.
 */
export function FilterInput({ value, problem, ref, ...rest }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const layers = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => input.current as HTMLInputElement);
  const follow = useCallback(() => {
    if (input.current === null || layers.current === null) return;
    // To ask where it is scrolled to lays out the whole page: not at every drawing, and not for nothing.
    const scrolled = input.current.value === "" ? 0 : input.current.scrollLeft;
    layers.current.style.transform = `translateX(${-scrolled}px)`;
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text scrolls it.
  useLayoutEffect(follow, [value]);
  return (
    <div className={styles.coloured}>
      <div className={styles.window} aria-hidden="true">
        <div ref={layers} className={styles.layers}>
          <span className={styles.layer}>
            {tokenize(value).map(({ text, kind }, index) => (
              <span key={index} className={styles[kind]}>
                {text}
              </span>
            ))}
          </span>
          {problem && (
            <span className={`${styles.layer} ${styles.under}`}>
              {value.slice(0, problem.start)}
              <span className={styles.bad}>{value.slice(problem.start, problem.end) || "\u00a0"}</span>
            </span>
          )}
        </div>
      </div>
      <input
        ref={input}
        className={styles.input}
        type="text"
        value={value}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        {...rest}
        onScroll={follow}
        onKeyUp={follow}
        onBlur={(event) => {
          follow();
          rest.onBlur?.(event);
        }}
      />
    </div>
  );
}
