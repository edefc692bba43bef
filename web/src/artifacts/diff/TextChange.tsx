import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { fileBytesQuery } from "@/api/artifacts";
import type { ArtifactDiff } from "@/api/types";
import { Diff } from "@/diff/Diff";
import { LayoutSwitch } from "@/diff/LayoutSwitch";
import { diffTexts } from "@/diff/texts";
import { Card } from "@/ui/Card";
import { Failure, Skeleton } from "@/ui/Notice";
import { textOf } from "../files/previewKind";
import styles from "./Changes.module.css";
import { MOST_DIFF_BYTES } from "./textDiff";

interface Props {
  /** Ids of the versions. */
  before: string;
  after: string;
  change: ArtifactDiff["changes"][number];
}

/** How a small text differs between two versions. */
export function TextChange({ before, after, change }: Props) {
  const { path, kind } = change;
  const [old, now] = useQueries({
    queries: [
      { ...fileBytesQuery(before, path, MOST_DIFF_BYTES), enabled: change.before !== null },
      { ...fileBytesQuery(after, path, MOST_DIFF_BYTES), enabled: change.after !== null },
    ],
  });
  const texts = useMemo(() => {
    const text = (side: typeof change.before, bytes: ArrayBuffer | undefined) =>
      side === null ? "" : bytes ? textOf(bytes, false) : undefined;
    return { old: text(change.before, old.data), now: text(change.after, now.data) };
  }, [change, old.data, now.data]);
  const file = useMemo(() => {
    if (typeof texts.old !== "string" || typeof texts.now !== "string") return null;
    const found = diffTexts(texts.old, texts.now, path);
    const word = kind === "added" ? "added" : kind === "removed" ? "deleted" : "modified";
    return { ...found, change: word } as const;
  }, [texts, path, kind]);
  const error = old.error ?? now.error;
  return (
    <Card title="Lines" flush tools={<LayoutSwitch />}>
      {error ? (
        <Failure error={error} inline />
      ) : file ? (
        <Diff files={[file]} />
      ) : texts.old === null || texts.now === null ? (
        <p className={styles.nothing}>It is no text: there are no lines to compare.</p>
      ) : (
        <Skeleton height={120} />
      )}
    </Card>
  );
}
