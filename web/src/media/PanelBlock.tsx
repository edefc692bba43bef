import { Suspense } from "react";
import { PAGE_ITEMS } from "@/api/media";
import type { MediaKey } from "@/api/types";
import { formatCount } from "@/format/number";
import { Failure, Skeleton } from "@/ui/Notice";
import styles from "./card/Cards.module.css";
import type { MediaKind, ViewerActions } from "./registry";
import type { MediaRun } from "./runs";
import { useAllRunItems } from "./shown";

interface Props {
  kind: Extract<MediaKind, { form: "panel" }>;
  media: MediaKey;
  /** Those that have something of the key; undefined until it is known. */
  runs: readonly MediaRun[] | undefined;
  wanted: number | null;
  actions: ViewerActions;
}

const NO_RUNS: readonly MediaRun[] = [];

/** A key whose runs are shown in one piece. */
export function PanelBlock({ kind, media, runs, wanted, actions }: Props) {
  const asked = useAllRunItems(runs ?? NO_RUNS, media.key, wanted, true);
  const failed = asked.find(({ error }) => error !== null);
  if (failed) return <Failure error={failed.error} inline onRetry={failed.retry} />;
  if (runs === undefined || asked.some(({ pending }) => pending)) return <Skeleton height={140} />;
  const { Panel } = kind;
  const most = Math.max(0, ...asked.map(({ shown }) => shown.items.length));
  return (
    <Suspense fallback={<Skeleton height={140} />}>
      <div className={styles.panel}>
        <Panel media={media} shown={asked.map(({ shown }) => shown)} {...actions} />
        {most > PAGE_ITEMS && (
          <p className={styles.more}>
            The first {formatCount(PAGE_ITEMS)} of {formatCount(most)} samples of a step are shown.
          </p>
        )}
      </div>
    </Suspense>
  );
}
