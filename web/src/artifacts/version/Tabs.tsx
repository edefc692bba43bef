import type { ReactNode } from "react";
import styles from "@/run/RunPage.module.css";

interface Props<T extends string> {
  label: string;
  tabs: readonly T[];
  labels: Readonly<Record<T, string>>;
  tab: T;
  onTab(tab: T): void;
  children: ReactNode;
}

/** Parts of a page, of which one is shown. */
export function Tabs<T extends string>({ label, tabs, labels, tab, onTab, children }: Props<T>) {
  return (
    <>
      <div className={styles.tabs} role="tablist" aria-label={label}>
        {tabs.map((each) => (
          <button
            key={each}
            id={`tab-${each}`}
            type="button"
            role="tab"
            className={styles.tab}
            aria-selected={each === tab}
            aria-controls="tab-body"
            tabIndex={each === tab ? 0 : -1}
            onClick={() => onTab(each)}
            onKeyDown={(event) => {
              const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
              const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
              if (step === 0 || next === undefined) return;
              onTab(next);
              document.getElementById(`tab-${next}`)?.focus();
            }}
          >
            {labels[each]}
          </button>
        ))}
      </div>
      <div className={styles.body} id="tab-body" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        {children}
      </div>
    </>
  );
}
