import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { dataGroupsQuery } from "@/api/data";
import type { DataGroup } from "@/api/types";
import { useShortcuts } from "@/app/shortcuts";
import { useTitle } from "@/app/title";
import { formatBytes } from "@/format/bytes";
import { formatCount, plural } from "@/format/number";
import { useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { Code } from "@/ui/Code";
import { Count, ListPage } from "@/ui/ListPage";
import { Notice } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import styles from "./Data.module.css";
import { DataDetail } from "./DataDetail";
import { DEPTHS, isNamed, keyOfGroup } from "./words";

const dataView = searchView({ q: text(), data: text(), against: text() });

const LOG = `run.log_dataset("digits", "data/digits", context="train")
run.log_pretrained("bert", "hf://bert-base-uncased@main")`;

/** The data and pretrained models that runs of the home work with: what is the same data stands once. */
export default function DataPage() {
  const [view, change] = useView(dataView);
  const query = useQuery(dataGroupsQuery());
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ searchData: () => input.current?.focus() });
  const groups = query.data ?? [];
  const picked = groups.find((group) => isNamed(group, view.data));
  useTitle(picked?.name ?? "Data");
  const pattern = useMemo(() => compilePattern(view.q), [view.q]);
  const shown = useMemo(
    () => (query.data ?? []).filter((group) => pattern.matches(wordsOf(group))),
    [query.data, pattern],
  );
  const isEmpty = query.data?.length === 0;
  return (
    <ListPage
      title="Data"
      query={query}
      tools={
        <>
          {!isEmpty && (
            <SearchBox
              label="Search data"
              value={view.q}
              invalid={pattern.invalid}
              inputRef={input}
              onChange={(q) => change({ q }, "replace")}
            />
          )}
          {query.data && !isEmpty && <Count>{formatCount(shown.length)} listed</Count>}
        </>
      }
    >
      {isEmpty && (
        <Notice title="No run has said which data it works with.">
          <p>These lines record it, and tell later when it has changed:</p>
          <Code text={LOG} label="Python that records data" />
        </Notice>
      )}
      {groups.length > 0 && (
        <div className={styles.panes} data-picked={picked !== undefined}>
          <ul className={styles.list} aria-label="Data">
            {shown.map((group) => (
              <li key={`${group.role} ${keyOfGroup(group)} ${group.name}`}>
                <button
                  type="button"
                  className={styles.item}
                  aria-current={group === picked}
                  onClick={() => change({ data: keyOfGroup(group), against: "" })}
                >
                  <span className={styles.name}>{group.name}</span>
                  <span className={styles.quiet}>{plural(group.runs, "run")}</span>
                  <span className={styles.quiet}>
                    {[
                      group.role === "dataset" ? "data set" : "pretrained",
                      group.file_count !== null && plural(group.file_count, "file"),
                      group.size_bytes !== null && formatBytes(group.size_bytes),
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                  <span className={styles.depth} data-depth={group.known} title={DEPTHS[group.known].made}>
                    {DEPTHS[group.known].word}
                  </span>
                </button>
              </li>
            ))}
            {shown.length === 0 && <li className={styles.none}>Nothing matches “{view.q}”.</li>}
          </ul>
          {picked ? (
            <DataDetail
              key={keyOfGroup(picked)}
              group={picked}
              groups={groups}
              onBack={() => change({ data: "" })}
            />
          ) : (
            <p className={styles.none}>
              {view.data === ""
                ? "Choose data to see which runs used it."
                : "No run of this home works with the data of this address."}
            </p>
          )}
        </div>
      )}
    </ListPage>
  );
}

const wordsOf = ({ name, role, digest, uses }: DataGroup): string =>
  [name, role, digest, ...uses.flatMap((use) => [use.uri, use.run_name, use.display_id, use.project])].join(
    "\n",
  );
