import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { mediaKeysQuery } from "@/api/queries";
import { useShortcuts } from "@/app/shortcuts";
import { plural } from "@/format/number";
import { useView } from "@/route/navigation";
import type { RunTabProps } from "@/run/RunPage";
import page from "@/run/RunPage.module.css";
import { Button } from "@/ui/Button";
import { Code } from "@/ui/Code";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { Segmented } from "@/ui/Segmented";
import { MediaSection } from "./MediaSection";
import { mediaView, parseItem } from "./mediaView";
import styles from "./RunMedia.module.css";
import { Viewer } from "./Viewer";

const SIZES = [
  { value: "small", label: "S", title: "Small tiles" },
  { value: "medium", label: "M", title: "Medium tiles" },
  { value: "large", label: "L", title: "Large tiles" },
] as const;

export function RunMedia({ run }: RunTabProps) {
  const [view, change] = useView(mediaView);
  const ids = useMemo(() => [run.id], [run.id]);
  const query = useQuery(mediaKeysQuery(ids));
  const pattern = useMemo(() => compilePattern(view.media), [view.media]);
  const keys = query.data?.filter(({ key }) => pattern.matches(key));
  const input = useRef<HTMLInputElement>(null);
  /** Steps the section that the reader was at last. */
  const steppers = useRef(new Map<string, (by: number) => void>());
  const active = useRef<string | null>(null);
  const step = (by: number) => {
    const key = keys?.find((media) => media.key === active.current)?.key ?? keys?.[0]?.key;
    if (key !== undefined) steppers.current.get(key)?.(by);
  };
  useShortcuts({
    "/": () => input.current?.focus(),
    "[": () => step(-1),
    "]": () => step(1),
  });

  const open = parseItem(view.item);
  const openKey = query.data?.find((media) => media.key === open?.key);
  return (
    <>
      {query.data && query.data.length > 0 && (
        <div className={styles.bar}>
          <SearchBox
            label="Search keys"
            value={view.media}
            invalid={pattern.invalid}
            inputRef={input}
            onChange={(media) => change({ media }, "replace")}
          />
          <span className={styles.count}>{plural(query.data.length, "key")}</span>
          <span className={styles.tools}>
            <Button
              icon="link"
              aria-pressed={view.sync}
              title="One step for all keys"
              onClick={() => change({ sync: !view.sync, step: null }, "replace")}
            >
              Sync steps
            </Button>
            <Segmented
              label="Size of the tiles"
              value={view.tiles}
              options={SIZES}
              onChange={(tiles) => change({ tiles }, "replace")}
            />
          </span>
        </div>
      )}
      <div className={styles.page} role="group" aria-label="Media" tabIndex={0}>
        {query.error && !query.data && (
          <Failure error={query.error} inline onRetry={() => void query.refetch()} />
        )}
        {query.isPending && <Skeleton height={180} />}
        {query.data?.length === 0 && <Empty live={run.state === "running"} />}
        {keys?.length === 0 && query.data && query.data.length > 0 && (
          <Notice title={`No key matches “${view.media}”.`} inline>
            <p>Clear the search to see all of them.</p>
          </Notice>
        )}
        {keys?.map((media) => (
          <MediaSection
            key={media.key}
            run={run}
            media={media}
            view={view}
            onChange={change}
            steppers={steppers}
            onActive={() => {
              active.current = media.key;
            }}
          />
        ))}
      </div>
      {open && openKey && (
        <Viewer
          run={run.id}
          media={openKey}
          place={open}
          onPlace={(item) => change({ item }, "replace")}
          onClose={() => change({ item: "" })}
        />
      )}
    </>
  );
}

function Empty({ live }: { live: boolean }) {
  return (
    <div className={page.scroll}>
      <Notice title={live ? "This run has logged no media yet." : "This run has logged no media."} inline>
        <p>Images, tables and other files that a run logs stand here, step by step:</p>
        <Code
          label="How to log an image"
          text={'run.log({"samples": [runstone.Image(array, caption="3 as 8")]}, step=step)'}
        />
      </Notice>
    </div>
  );
}
