import { useQuery } from "@tanstack/react-query";
import { Suspense, useId, useMemo, useRef, useState } from "react";
import { mediaStepsQuery } from "@/api/media";
import type { MediaItem, MediaKey } from "@/api/types";
import { formatCount } from "@/format/number";
import { IconButton } from "@/ui/Button";
import { useActions, useGallery } from "./gallery";
import styles from "./KeyBlock.module.css";
import { KeyItems } from "./KeyItems";
import { cardSize, rowsHeight } from "./layout";
import { entryOf, scopeOf, withLink } from "./mediaView";
import { useNear } from "./near";
import { kindOf } from "./registry";
import { StepSlider } from "./StepSlider";
import { sectionOf } from "./sections";

const HEAD = 34;

interface Props {
  media: MediaKey;
  section: string;
  /** The newest step of its section. */
  newest: number;
  width: number;
  onActive(): void;
}

/** One key: what each run shows of it, side by side. */
export function KeyBlock({ media, section, newest, width, onActive }: Props) {
  const { key } = media;
  const gallery = useGallery();
  const { runs, view, change, single, wanted, goToStep } = gallery;
  const title = useId();
  const block = useRef<HTMLElement>(null);
  const near = useNear(block);
  const kind = kindOf(media.type);
  const way = entryOf(view.as, key);
  const [first, setFirst] = useState<MediaItem | undefined>();
  const cards = kind.form === "cards" ? kind : null;
  const room = { shape: cards?.shape(first, way) ?? 1, wide: cards?.wide?.(way) };

  const spread = view.spread === "auto" ? (single ? "all" : "one") : view.spread;
  const each = single || spread === "all" ? undefined : runs.length;
  const size = cardSize(width, view.tiles, room, single, each);

  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  const known = useQuery({ ...mediaStepsQuery(ids, key), enabled: near && !single }).data;
  const having = useMemo(() => {
    if (single) return runs;
    const some = known && new Set(known.filter(({ steps }) => steps.length > 0).map(({ run }) => run));
    return some && runs.filter(({ id }) => some.has(id));
  }, [single, runs, known]);

  const scope = scopeOf(view, section, key);
  const own = scope.of === "key";
  const step = wanted(scope);
  const actions = useActions(key);
  const { Tools } = kind;
  const least = kind.form === "cards" && spread === "one" ? rowsHeight(media.runs, size) : size.total;
  return (
    <section
      ref={block}
      className={styles.block}
      aria-labelledby={title}
      style={{ minHeight: HEAD + least }}
      onPointerEnter={onActive}
      onFocus={onActive}
    >
      <header className={styles.head}>
        <h3 id={title} className={styles.title} title={key} aria-label={key}>
          {key.slice(section === "" ? 0 : section.length + 1)}
        </h3>
        {!single && media.runs < runs.length && (
          <span className={styles.note}>
            in {formatCount(media.runs)} of {formatCount(runs.length)} runs
          </span>
        )}
        {near && (
          <span className={styles.tools}>
            {own && (
              <StepSlider
                label={`Step of ${key}`}
                steps={media.steps}
                wanted={step}
                live={runs.some((run) => run.live)}
                onStep={(next) => goToStep(scope, next)}
              />
            )}
            {Tools && (
              <Suspense>
                <Tools media={media} />
              </Suspense>
            )}
            <IconButton
              small
              icon={own ? "lock" : "unlock"}
              aria-pressed={own}
              label={own ? `Let ${key} follow its section's steps` : `Give ${key} a step slider of its own`}
              onClick={() => change(withLink(view, sectionOf(key), key, own))}
            />
          </span>
        )}
      </header>
      {near && (
        <KeyItems
          kind={kind}
          media={media}
          runs={having}
          wanted={step}
          newest={own ? (media.steps.at(-1) ?? 0) : newest}
          spread={spread}
          size={size}
          actions={actions}
          onFirst={setFirst}
        />
      )}
    </section>
  );
}
