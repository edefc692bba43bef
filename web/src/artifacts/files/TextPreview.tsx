import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { fileBytesQuery } from "@/api/artifacts";
import { parseJson } from "@/api/floats";
import type { ArtifactFile, Json } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { SourceText } from "@/source/SourceText";
import { Markdown } from "@/ui/Markdown";
import { Failure, Skeleton } from "@/ui/Notice";
import { Segmented } from "@/ui/Segmented";
import { Values } from "../Values";
import styles from "./FilePreview.module.css";
import { previewKind, TEXT_BYTES, textOf } from "./previewKind";

const SIDES = [
  { value: "read", label: "Read" },
  { value: "source", label: "Source" },
] as const;

/** A text: Markdown as it is meant, JSON as a tree, and everything as it was written. */
export function TextPreview({ version, file }: { version: string; file: ArtifactFile }) {
  const [side, setSide] = useState<"read" | "source">("read");
  const query = useQuery(fileBytesQuery(version, file.path, TEXT_BYTES));
  const isCut = (file.size_bytes ?? 0) > TEXT_BYTES;
  const text = useMemo(() => (query.data ? textOf(query.data, isCut) : undefined), [query.data, isCut]);
  const kind = previewKind(file);
  const values = useMemo(() => (kind === "json" && text ? jsonOf(text) : null), [kind, text]);
  if (query.error && !query.data) {
    return <Failure error={query.error} inline onRetry={() => void query.refetch()} />;
  }
  if (text === undefined) return <Skeleton height={160} />;
  if (text === null) return <p className={styles.quiet}>It is no text. Download it to look at it.</p>;
  const readable = kind === "markdown" || values !== null;
  return (
    <>
      {(readable || isCut) && (
        <div className={styles.tools}>
          {readable && (
            <Segmented<"read" | "source">
              label="How it is shown"
              value={side}
              options={SIDES}
              onChange={setSide}
            />
          )}
          {isCut && (
            <span className={styles.quiet}>
              the first {formatBytes(TEXT_BYTES)} of {formatBytes(file.size_bytes ?? 0)}
            </span>
          )}
        </div>
      )}
      {side === "read" && kind === "markdown" ? (
        <Markdown text={text} />
      ) : side === "read" && values !== null ? (
        <Values label="JSON" values={values} />
      ) : (
        <SourceText text={text} path={file.path} />
      )}
    </>
  );
}

/** A document with keys; null if it is none, or cut. */
function jsonOf(text: string): { [key: string]: Json } | null {
  try {
    const found = parseJson(text) as Json;
    if (typeof found !== "object" || found === null) return null;
    return Array.isArray(found) ? Object.fromEntries(found.map((item, i) => [String(i), item])) : found;
  } catch {
    return null;
  }
}
