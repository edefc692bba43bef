import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useId, useRef, useState } from "react";
import { blobUrl } from "@/api/blob";
import { mediaQuery } from "@/api/queries";
import type { MediaItem, MediaKey, RunDetail } from "@/api/types";
import { useNearViewport } from "@/charts/nearViewport";
import { formatCount, plural } from "@/format/number";
import type { SetView } from "@/route/navigation";
import type { ViewState } from "@/route/search";
import { Failure, Skeleton } from "@/ui/Notice";
import { ImageGrid } from "./ImageGrid";
import { MediaFiles } from "./MediaFiles";
import styles from "./MediaSection.module.css";
import { MediaTable } from "./MediaTable";
import { chosenStep, entryOf, formatItem, type mediaView, withEntry } from "./mediaView";
import { StepSlider } from "./StepSlider";
import { snapStep } from "./steps";

/** Dragging through steps reaches the address once it rests: browsers refuse one that changes too often. */
const REST_MS = 120;

type State = ViewState<typeof mediaView>;

interface Props {
  run: RunDetail;
  media: MediaKey;
  view: State;
  onChange: SetView<State>;
  steppers: RefObject<Map<string, (by: number) => void>>;
  onActive(): void;
}

/** One key: its steps, and what was logged at the chosen one. Without a choice that is the newest. */
export function MediaSection({ run, media, view, onChange, steppers, onActive }: Props) {
  const { key, steps } = media;
  const title = useId();
  const section = useRef<HTMLElement>(null);
  const near = useNearViewport(section);
  const shared = view.sync ? "" : key;
  const chosen = chosenStep(view.step, shared);
  const [draft, setDraft] = useState<number | null>(null);
  const place = Math.min(draft ?? snapStep(steps, chosen), steps.length - 1);
  const step = steps[place] ?? 0;
  const query = useQuery({ ...mediaQuery(run.id, { key, step }), enabled: near });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const choose = (next: number | null) => {
    clearTimeout(timer.current);
    const write = () => {
      setDraft(null);
      const value = next === null ? null : String(steps[next]);
      onChange({ step: withEntry(view.step, shared, value) }, "replace");
    };
    if (next === null) {
      write();
    } else {
      setDraft(next);
      timer.current = setTimeout(write, REST_MS);
    }
  };
  const stepBy = useRef((_by: number) => {});
  stepBy.current = (by) => choose(Math.max(0, Math.min(steps.length - 1, place + by)));
  useEffect(() => {
    const all = steppers.current;
    all.set(key, (by) => stepBy.current(by));
    return () => void all.delete(key);
  }, [key, steppers]);

  usePrefetch(run.id, media, near ? place : null);

  const open = useCallback((item: MediaItem) => onChange({ item: formatItem(item) }), [onChange]);
  const items = query.data;
  return (
    <section
      ref={section}
      className={styles.section}
      aria-labelledby={title}
      onPointerEnter={onActive}
      onFocus={onActive}
    >
      <header className={styles.head}>
        <h2 id={title} className={styles.title}>
          {key}
        </h2>
        <span className={styles.note}>{items && items.length > 1 && plural(items.length, "item")}</span>
        {steps.length > 1 ? (
          <StepSlider
            label={`Step of ${key}`}
            steps={steps}
            place={place}
            following={chosen === null && draft === null}
            live={run.state === "running"}
            onPlace={choose}
          />
        ) : (
          <span className={styles.step}>step {formatCount(step)}</span>
        )}
      </header>
      <div className={styles.body}>
        {query.error && !items ? (
          <Failure error={query.error} inline onRetry={() => void query.refetch()} />
        ) : !items ? (
          <Skeleton height={140} />
        ) : media.type === "image" ? (
          <ImageGrid items={items} tiles={view.tiles} onOpen={open} />
        ) : media.type === "table" ? (
          items.map((item) => (
            <MediaTable
              key={item.index}
              item={item}
              sort={entryOf(view.sort, key)}
              onSort={(sort) => onChange({ sort: withEntry(view.sort, key, sort) }, "replace")}
            />
          ))
        ) : (
          <MediaFiles items={items} />
        )}
      </div>
    </section>
  );
}

/** Fetches the steps next to the one in sight, so that stepping is instant. */
function usePrefetch(run: string, media: MediaKey, place: number | null): void {
  const client = useQueryClient();
  const { key, type } = media;
  const before = place === null ? undefined : media.steps[place - 1];
  const after = place === null ? undefined : media.steps[place + 1];
  useEffect(() => {
    for (const step of [before, after]) {
      if (step === undefined) continue;
      void client.fetchQuery({ ...mediaQuery(run, { key, step }), retry: false }).then(
        ({ items }) => {
          if (type !== "image") return;
          for (const item of items.slice(0, 24)) new Image().src = blobUrl(item.sha256, item.mime);
        },
        () => {},
      );
    }
  }, [client, run, key, type, before, after]);
}
