import { lazy, Suspense } from "react";
import { fileUrl } from "@/api/artifacts";
import type { ArtifactFile } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { CopyButton } from "@/ui/Code";
import { DownloadLink } from "@/ui/DownloadLink";
import { Skeleton } from "@/ui/Notice";
import styles from "./FilePreview.module.css";
import { Inside } from "./Inside";
import { previewKind } from "./previewKind";
import { Reference } from "./Reference";
import { TextPreview } from "./TextPreview";

const StoredTable = lazy(() => import("./StoredTable"));

interface Props {
  version: string;
  file: ArtifactFile;
  /** All files, for those that a table's cells name. */
  files: readonly ArtifactFile[];
}

/** A file as far as it can be looked at, and the way to have it. */
export function FilePreview({ version, file, files }: Props) {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  return (
    <section className={styles.file} aria-label={`File ${file.path}`}>
      <header className={styles.head}>
        <h2 className={styles.name} title={file.path}>
          {file.path}
        </h2>
        {file.size_bytes !== null && <span className={styles.quiet}>{formatBytes(file.size_bytes)}</span>}
        <CopyButton text={file.path} icon="hash" label="Copy the path" />
        {file.ref === "" && (
          <DownloadLink href={fileUrl(version, file.path)} name={name} label={`Download ${name}`} />
        )}
      </header>
      <div className={styles.body}>
        <Suspense fallback={<Skeleton height={160} />}>
          <Contents key={file.path} version={version} file={file} files={files} />
        </Suspense>
      </div>
      <footer className={styles.foot}>
        {file.sha256 ? (
          <span title={file.sha256}>SHA-256 {file.sha256.slice(0, 12)}…</span>
        ) : file.chunks > 0 ? (
          <span>{file.chunks} chunks of 4 MiB</span>
        ) : null}
        {file.digest && <span title="As W&B computes it">digest {file.digest}</span>}
      </footer>
    </section>
  );
}

function Contents({ version, file, files }: Props) {
  const url = fileUrl(version, file.path, file.mime);
  switch (previewKind(file)) {
    case "link":
      return (
        <p className={styles.quiet}>
          A symbolic link to <code>{file.ref}</code>. It is kept as a link, and was not followed: what lies
          there is part of the snapshot only if it lies in this tree.
        </p>
      );
    case "reference":
      return <Reference file={file} />;
    case "table":
      return <StoredTable file={file} files={files} />;
    case "inside":
      return <Inside version={version} path={file.path} />;
    case "image":
      return <img className={styles.picture} src={url} alt={file.path} />;
    case "audio":
      // biome-ignore lint/a11y/useMediaCaption: what a run logs has no captions.
      return <audio controls preload="none" src={url} aria-label={file.path} />;
    case "video":
      return (
        // biome-ignore lint/a11y/useMediaCaption: what a run logs has no captions.
        <video className={styles.picture} controls preload="metadata" src={url} aria-label={file.path} />
      );
    case "markdown":
    case "json":
    case "text":
      return <TextPreview version={version} file={file} />;
    case "none":
      return <p className={styles.quiet}>Files of this kind are not shown. Download it to look at it.</p>;
  }
}
