import { useMemo, useRef, useState } from "react";
import { useShortcuts } from "@/app/shortcuts";
import { plural } from "@/format/number";
import { useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { IconButton } from "@/ui/Button";
import { Notice } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import type { RunTabProps } from "../RunPage";
import page from "../RunPage.module.css";
import { ConfigTree } from "./ConfigTree";
import { CopyConfig } from "./CopyConfig";
import styles from "./RunConfig.module.css";
import { buildTree, type ConfigNode, countLeaves, filterTree, visibleRows } from "./tree";

/** A config of up to this many values starts with everything open. */
const OPEN_UP_TO = 300;

const configView = searchView({ config: text() });

export function RunConfig({ run }: RunTabProps) {
  const [{ config: search }, change] = useView(configView);
  const tree = useMemo(() => buildTree(run.config), [run.config]);
  const total = useMemo(() => countLeaves(tree), [tree]);
  const [allOpen, setAllOpen] = useState(total <= OPEN_UP_TO);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const pattern = useMemo(() => compilePattern(search), [search]);
  const found = useMemo(() => (search === "" ? tree : filterTree(tree, pattern)), [tree, search, pattern]);
  const rows = useMemo(() => {
    // A search opens the way to what it found. A long text starts closed in any case.
    const startsOpen = (node: ConfigNode) => !node.long && (allOpen || search !== "");
    return visibleRows(found, (node) => startsOpen(node) !== toggled.has(node.path));
  }, [found, allOpen, search, toggled]);
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ searchConfig: () => input.current?.focus() });

  const toggle = (path: string) => {
    const next = new Set(toggled);
    if (!next.delete(path)) next.add(path);
    setToggled(next);
  };
  const setAll = (open: boolean) => {
    setAllOpen(open);
    setToggled(new Set());
  };

  if (total === 0) {
    return (
      <div className={page.scroll}>
        <Notice title="This run has no config." inline>
          <p>
            <code>
              runstone.init(config={"{"}"lr": 1e-3{"}"})
            </code>{" "}
            records what a run was started with, so that runs can be sorted and compared by it.
          </p>
        </Notice>
      </div>
    );
  }
  const shown = search === "" ? total : countLeaves(found);
  return (
    <>
      <div className={styles.bar}>
        <SearchBox
          label="Search keys and values"
          value={search}
          invalid={pattern.invalid}
          inputRef={input}
          onChange={(config) => change({ config }, "replace")}
        />
        <span className={styles.count}>
          {shown === total ? plural(total, "value") : `${shown} of ${plural(total, "value")}`}
        </span>
        <span className={styles.tools}>
          <IconButton icon="unfold" label="Expand all" onClick={() => setAll(true)} />
          <IconButton icon="fold" label="Collapse all" onClick={() => setAll(false)} />
          <CopyConfig config={run.config} />
        </span>
      </div>
      {rows.length === 0 ? (
        <div className={page.scroll}>
          <Notice title={`Nothing in the config matches “${search}”.`} inline>
            <p>The search looks at whole keys, such as model/width, and at values.</p>
          </Notice>
        </div>
      ) : (
        <ConfigTree rows={rows} onToggle={toggle} />
      )}
    </>
  );
}
