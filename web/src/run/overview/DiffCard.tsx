import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { blobUrl } from "@/api/blob";
import { blobTextQuery } from "@/api/queries";
import { Diff } from "@/diff/Diff";
import { parseDiff } from "@/diff/diff";
import { LayoutSwitch } from "@/diff/LayoutSwitch";
import { formatBytes } from "@/format/bytes";
import { plural } from "@/format/number";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { CopyButton } from "@/ui/Code";
import { DownloadLink } from "@/ui/DownloadLink";
import { Failure, Skeleton } from "@/ui/Notice";

interface Props {
  diff: { sha256: string; size_bytes: number };
  startOpen?: boolean;
}

/** The changes that no commit holds, fetched when they are shown. */
export function DiffCard({ diff, startOpen = false }: Props) {
  const [open, setOpen] = useState(startOpen);
  const query = useQuery({ ...blobTextQuery(diff.sha256), enabled: open });
  const files = useMemo(() => query.data && parseDiff(query.data), [query.data]);
  return (
    <Card
      title="Uncommitted changes"
      note={files && open ? plural(files.length, "file") : formatBytes(diff.size_bytes)}
      flush
      tools={
        <>
          {open && <LayoutSwitch />}
          {open && query.data !== undefined && <CopyButton text={query.data} label="Copy the patch" />}
          <DownloadLink
            href={blobUrl(diff.sha256, "text/x-diff", "uncommitted.patch")}
            name="uncommitted.patch"
            label="Download the patch"
          />
          <Button aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Hide" : "Show"}
          </Button>
        </>
      }
    >
      {open &&
        (files ? (
          <Diff files={files} />
        ) : query.error ? (
          <Failure error={query.error} inline onRetry={() => void query.refetch()} />
        ) : (
          <Skeleton height={96} />
        ))}
    </Card>
  );
}
