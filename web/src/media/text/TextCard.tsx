import { useQuery } from "@tanstack/react-query";
import { blobTextQuery } from "@/api/queries";
import type { MediaItem } from "@/api/types";
import { Markdown } from "@/ui/Markdown";
import { Failure, Skeleton } from "@/ui/Notice";
import { OpenButton } from "../card/OpenButton";
import type { CardProps } from "../registry";
import styles from "./TextCard.module.css";

/** A text of one step, as it was written, or as the Markdown that it says it is. */
export default function TextCard({ item, height, shown, open }: CardProps) {
  return (
    <div className={styles.room}>
      <TextItem item={item} height={height} />
      <OpenButton item={item} run={shown.run} open={open} />
    </div>
  );
}

/** The words of one item. */
export function TextItem({ item, height }: { item: MediaItem; height: number }) {
  const query = useQuery({ ...blobTextQuery(item.sha256), staleTime: Number.POSITIVE_INFINITY });
  if (query.error) return <Failure error={query.error} inline onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <Skeleton height={height} />;
  return (
    <div className={styles.text} role="region" aria-label={item.caption ?? item.key} tabIndex={0}>
      {item.mime === "text/markdown" ? (
        <Markdown text={query.data} />
      ) : (
        <pre className={styles.plain}>{query.data}</pre>
      )}
    </div>
  );
}
