import { useMemo } from "react";
import { Icon } from "@/ui/Icon";
import { ChartCard } from "./ChartCard";
import type { ChartSettings } from "./ChartPanel";
import styles from "./ChartSections.module.css";
import type { ChartRun } from "./lines/plot";
import { groupSections, type Section } from "./sections";

interface Props extends ChartSettings {
  metrics: readonly string[];
  runs: readonly ChartRun[];
  /** Sections whose state differs from their default. */
  toggled: readonly string[];
  onToggle(section: string): void;
  /** Whether system sections start open, as they do where they are the topic. */
  systemOpen?: boolean;
  /** Every section is open: the reader searches for metrics. */
  searching?: boolean;
}

/** The name under which the section of metrics without a `/` is shown and remembered. */
const ROOT = "charts";

export function ChartSections(props: Props) {
  const { metrics } = props;
  const sections = useMemo(() => groupSections(metrics), [metrics]);
  return sections.map((section) => <SectionView key={section.name} section={section} {...props} />);
}

function SectionView({
  section,
  toggled,
  onToggle,
  systemOpen,
  searching,
  runs,
  metrics: _,
  ...settings
}: Props & { section: Section }) {
  const name = section.name || ROOT;
  const openByDefault = !section.system || systemOpen === true;
  const open = searching || toggled.includes(name) !== openByDefault;
  // System metrics count their own steps: beside training's they are comparable in time only.
  const foreign = section.system && !systemOpen && settings.x === "step";
  const own: ChartSettings = foreign
    ? { ...settings, x: "relative", zoom: null, onZoom: () => {} }
    : settings;
  return (
    <section className={styles.section} aria-label={name}>
      <h2>
        <button type="button" className={styles.toggle} aria-expanded={open} onClick={() => onToggle(name)}>
          <Icon name={open ? "chevronDown" : "chevronRight"} size={14} />
          {name}
          <span className={styles.count}>{section.metrics.length}</span>
          {open && foreign && <span className={styles.note}>over relative time</span>}
        </button>
      </h2>
      {open && (
        <div className={styles.grid}>
          {section.metrics.map((metric) => (
            <ChartCard key={metric} {...own} metric={metric} runs={runs} />
          ))}
        </div>
      )}
    </section>
  );
}
