import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef } from "react";
import { type Around, lineageQuery } from "@/api/artifacts";
import { useShortcuts } from "@/app/shortcuts";
import { formatCount, plural } from "@/format/number";
import { useView } from "@/route/navigation";
import { choice, flag, list, searchView, text } from "@/route/search";
import { Button } from "@/ui/Button";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import { compilePattern } from "@/ui/pattern";
import { SearchBox } from "@/ui/SearchBox";
import { Segmented } from "@/ui/Segmented";
import { fansOf } from "./fans";
import styles from "./Lineage.module.css";
import { LineageGraph } from "./LineageGraph";
import { LineageList } from "./LineageList";
import { NodeCard } from "./NodeCard";
import { line, networkOf, only } from "./network";
import { pictureOf } from "./picture";

const lineageView = searchView({
  /** `version:<id>` or `run:<id>`, where it is not what the page is about. */
  centre: text(),
  /** Not only ancestors and descendants. */
  wide: flag(),
  box: text(),
  open: list(),
  show: choice(["graph", "list"] as const),
  node: text(),
});

const nameOf = (around: Around): string =>
  "version" in around ? `version:${around.version}` : `run:${around.run}`;

function aroundOf(name: string): Around {
  const id = name.slice(name.indexOf(":") + 1);
  return name.startsWith("run:") ? { run: id } : { version: id };
}

/** What something came of, and what came of it, over runs and versions: as a graph, or as a list. */
export function LineageView({ around }: { around: Around }) {
  const [view, change] = useView(lineageView);
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ searchLineage: () => input.current?.focus() });
  const centre = view.centre === "" ? nameOf(around) : view.centre;
  const query = useQuery(lineageQuery(view.centre === "" ? around : aroundOf(centre)));
  const opened = useMemo(() => new Set(view.open ?? []), [view.open]);
  const whole = useMemo(() => query.data && networkOf(query.data), [query.data]);
  const network = useMemo(() => {
    if (!whole || view.wide) return whole;
    const place = whole.nodes.findIndex(({ id }) => id === centre);
    return place < 0 ? whole : only(whole, line(whole, place));
  }, [whole, view.wide, centre]);
  const fans = useMemo(() => {
    if (!network) return [];
    const place = network.nodes.findIndex(({ id }) => id === centre);
    return fansOf(network, new Set([place]));
  }, [network, centre]);
  const picture = useMemo(() => network && pictureOf(network, fans, opened), [network, fans, opened]);
  const pattern = useMemo(() => compilePattern(view.node), [view.node]);
  const found = useMemo(
    () =>
      view.node === "" || !picture
        ? null
        : new Set(
            picture.boxes.flatMap(({ label, about, node }, place) =>
              pattern.matches(`${label}\n${about}\n${node.project}`) ? [place] : [],
            ),
          ),
    [picture, pattern, view.node],
  );
  if (query.error && !query.data) {
    return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (!query.data || !network || !picture) return <Skeleton height={260} />;
  if (query.data.nodes.length < 2) {
    return (
      <Notice title="Nothing is joined to it yet.">
        <p>
          <code>run.use_artifact</code> records that a run used a version, and <code>run.log_artifact</code>{" "}
          that it made one: both appear here.
        </p>
      </Notice>
    );
  }
  const at = picture.boxes.findIndex(({ id }) => id === view.box);
  const toggleFan = (fan: string) => {
    const next = opened.has(fan) ? [...opened].filter((each) => each !== fan) : [...opened, fan];
    change({ open: next.length > 0 ? next : null });
  };
  const focus = (id: string) => change({ centre: id === nameOf(around) ? "" : id, box: id, open: null });
  const pick = (place: number) => change({ box: picture.boxes[place]?.id ?? "" }, "replace");
  const hidden = (whole?.nodes.length ?? 0) - network.nodes.length;
  const picked = picture.boxes[at];
  return (
    <div className={styles.view}>
      <div className={styles.bar}>
        <SearchBox
          label="Search nodes"
          value={view.node}
          invalid={pattern.invalid}
          inputRef={input}
          onChange={(node) => change({ node }, "replace")}
        />
        {found && <span className={styles.quiet}>{plural(found.size, "node")} found</span>}
        <Segmented
          label="Which nodes"
          value={view.wide ? "all" : "line"}
          options={[
            { value: "line", label: "Ancestors and descendants" },
            {
              value: "all",
              label: `Everything around${hidden > 0 ? ` +${formatCount(hidden)}` : ""}`,
              title: "Also what else those runs made, and what else was made of it",
            },
          ]}
          onChange={(which) => change({ wide: which === "all" })}
        />
        <Segmented
          label="How it is shown"
          value={view.show}
          options={[
            { value: "graph", label: "Graph" },
            { value: "list", label: "List" },
          ]}
          onChange={(show) => change({ show }, "replace")}
        />
        {fans.some(({ id }) => !opened.has(id)) && (
          <Button icon="unfold" onClick={() => change({ open: fans.map(({ id }) => id) })}>
            Open all
          </Button>
        )}
        {opened.size > 0 && (
          <Button icon="fold" onClick={() => change({ open: null })}>
            Close all
          </Button>
        )}
        {view.centre !== "" && (
          <Button icon="undo" onClick={() => change({ centre: "", box: "", open: null })}>
            Back to where it began
          </Button>
        )}
        <span className={styles.quiet}>
          {plural(network.nodes.length, "node")}
          {query.data.truncated && ", the nearest ones"}
        </span>
      </div>
      {view.show === "list" ? (
        <LineageList picture={picture} found={found} centre={centre} onFan={toggleFan} />
      ) : (
        <div className={styles.stage}>
          <LineageGraph
            key={`${centre} ${view.wide}`}
            picture={picture}
            centre={centre}
            at={at}
            found={found}
            onPick={pick}
            onFan={toggleFan}
            onFocus={focus}
          />
          {picked && (
            <NodeCard
              picture={picture}
              at={at}
              isCentre={picked.id === centre}
              onPick={pick}
              onFan={toggleFan}
              onFocus={focus}
              onClose={() => change({ box: "" }, "replace")}
            />
          )}
        </div>
      )}
    </div>
  );
}
