import { useId, useMemo } from "react";
import { formatCount } from "@/format/number";
import { Icon } from "@/ui/Icon";
import styles from "./GallerySection.module.css";
import { useGallery } from "./gallery";
import { KeyBlock } from "./KeyBlock";
import { scopeOf } from "./mediaView";
import { StepSlider } from "./StepSlider";
import { type MediaSection, sectionTitle } from "./sections";
import { unionOfSteps } from "./steps";

interface Props {
  section: MediaSection;
  width: number;
  onActive(key: string | null): void;
}

/** Keys with the same prefix. Their steps are walked together. */
export function GallerySection({ section, width, onActive }: Props) {
  const { name, keys } = section;
  const { view, change, runs, wanted, goToStep } = useGallery();
  const title = useId();
  const open = !view.closed?.includes(name === "" ? "/" : name);
  const scope = scopeOf(view, name, null);
  const steps = useMemo(() => unionOfSteps(keys.map((media) => media.steps)), [keys]);
  const toggle = () => {
    const mark = name === "" ? "/" : name;
    const rest = view.closed?.filter((each) => each !== mark) ?? [];
    const closed = open ? [...rest, mark] : rest;
    change({ closed: closed.length > 0 ? closed : null }, "replace");
  };
  return (
    <section className={styles.section} aria-labelledby={title}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only marks where the reader is, for the keys that step. */}
      <header className={styles.head} onPointerEnter={() => onActive(null)} onFocus={() => onActive(null)}>
        <h2 id={title} className={styles.title} aria-label={sectionTitle(name)}>
          <button type="button" className={styles.toggle} aria-expanded={open} onClick={toggle}>
            <Icon name={open ? "chevronDown" : "chevronRight"} size={14} />
            <span className={styles.name}>{sectionTitle(name)}</span>
            <span className={styles.count}>{formatCount(keys.length)}</span>
          </button>
        </h2>
        {open && steps.length < 2 && (
          <span className={styles.step} data-number="">
            step {formatCount(steps[0] ?? 0)}
          </span>
        )}
        {open && steps.length > 1 && (
          <StepSlider
            label={`Step of ${sectionTitle(name)}`}
            steps={steps}
            wanted={wanted(scope)}
            live={runs.some((run) => run.live)}
            onStep={(step) => goToStep(scope, step)}
          />
        )}
      </header>
      {open &&
        keys.map((media) => (
          <KeyBlock
            key={media.key}
            media={media}
            section={name}
            newest={steps.at(-1) ?? 0}
            width={width}
            onActive={() => onActive(media.key)}
          />
        ))}
    </section>
  );
}
