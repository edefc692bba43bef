import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense, useDeferredValue, useMemo, useRef, useState } from "react";
import { mediaKeysQuery } from "@/api/queries";
import { useShortcuts } from "@/app/shortcuts";
import { UndoBar } from "@/charts/workspace/UndoBar";
import { plural } from "@/format/number";
import { Button } from "@/ui/Button";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { useWidth } from "@/ui/width";
import styles from "./Gallery.module.css";
import { GalleryBar } from "./GalleryBar";
import { GallerySection } from "./GallerySection";
import { GalleryProvider, useNewGallery } from "./gallery";
import { parseItem, scopeOf } from "./mediaView";
import { NearProvider, useWatch } from "./near";
import { kindOf } from "./registry";
import type { MediaRun } from "./runs";
import { groupKeys } from "./sections";
import { stepAway, unionOfSteps } from "./steps";
import { useGalleryCommands } from "./useGalleryCommands";

interface Props {
  project: string;
  runs: readonly MediaRun[];
  /** It is the page of one run. */
  single?: boolean;
  /** Stands in its place where there are no media. */
  empty: ReactNode;
  start?: ReactNode;
  end?: ReactNode;
}

/** The media of runs beside each other, or of one run: sections of keys, each with a card a run. */
export function Gallery({ project, runs, single = false, empty, start, end }: Props) {
  const gallery = useNewGallery(project, runs, single);
  const { view, change } = gallery;
  const ids = useMemo(() => runs.map(({ id }) => id), [runs]);
  const query = useQuery(mediaKeysQuery(ids));
  const search = useDeferredValue(view.media);
  const sections = useMemo(() => {
    const pattern = compilePattern(search);
    return groupKeys(query.data?.filter(({ key }) => pattern.matches(key)) ?? []);
  }, [query.data, search]);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const watch = useWatch(scroller);
  const inner = useRef<HTMLDivElement>(null);
  const width = useWidth(inner);
  const input = useRef<HTMLInputElement>(null);
  /** The section or key that the reader was at last: the one that keys step. */
  const active = useRef<{ section: string; key: string | null } | null>(null);

  const step = (by: number) => {
    const at = sections.find(({ name }) => name === active.current?.section) ?? sections[0];
    if (!at) return;
    const key = active.current?.section === at.name ? active.current.key : null;
    const scope = scopeOf(view, at.name, key);
    const keys =
      scope.of === "key"
        ? at.keys.filter((media) => media.key === scope.name)
        : scope.of === "all"
          ? sections.flatMap((section) => section.keys)
          : at.keys;
    const steps = unionOfSteps(keys.map((media) => media.steps));
    gallery.goToStep(scope, stepAway(steps, gallery.wanted(scope), by));
  };
  const find = () => input.current?.focus();
  useGalleryCommands({
    gallery,
    onSearch: () => void setTimeout(() => setTimeout(find)),
    onStep: step,
  });
  useShortcuts({
    searchMedia: find,
    previousStep: () => step(-1),
    nextStep: () => step(1),
  });

  const open = parseItem(view.item);
  const openKey = query.data?.find((media) => media.key === open?.key);
  const Full = openKey && kindOf(openKey.type).Full;
  const none = query.data?.length === 0 || runs.length === 0;
  return (
    <GalleryProvider value={gallery}>
      <NearProvider value={watch}>
        <GalleryBar
          found={sections.reduce((sum, section) => sum + section.keys.length, 0)}
          all={query.data?.length ?? 0}
          inputRef={input}
          start={start}
          end={end}
        />
        <div ref={setScroller} className={styles.page} role="group" aria-label="Media" tabIndex={0}>
          <div ref={inner} className={styles.inner}>
            {query.error && !query.data && (
              <Failure error={query.error} inline onRetry={() => void query.refetch()} />
            )}
            {query.isLoading && <Skeleton height={180} />}
            {none && empty}
            {!none && query.data && sections.length === 0 && (
              <Notice title={`No key matches “${view.media}”.`} inline>
                <p>{plural(query.data.length, "key")} without the search.</p>
                <div>
                  <Button onClick={() => change({ media: "" })}>Clear the search</Button>
                </div>
              </Notice>
            )}
            {!none &&
              width > 0 &&
              sections.map((section) => (
                <GallerySection
                  key={section.name}
                  section={section}
                  width={width}
                  onActive={(key) => {
                    active.current = { section: section.name, key };
                  }}
                />
              ))}
          </div>
        </div>
        {openKey && Full && (
          <Suspense>
            <Full
              media={openKey}
              onClose={() => change({ item: "", beside: null, look: "", nodefind: "" })}
            />
          </Suspense>
        )}
        <UndoBar />
      </NearProvider>
    </GalleryProvider>
  );
}
