import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useMayEdit } from "@/access/rights";
import { apiUrl } from "@/api/client";
import type { Changes } from "@/api/edits";
import type { Place } from "@/api/types";
import { edit } from "@/edits/editor";
import { plural } from "@/format/number";
import type { ProjectNode } from "@/projects/tree";
import { goTo } from "@/route/navigation";
import { Button, IconButton } from "@/ui/Button";
import button from "@/ui/Button.module.css";
import { Icon } from "@/ui/Icon";
import { Popover } from "@/ui/Popover";
import styles from "./PathTree.module.css";
import { runsIn } from "./rows";
import { SubtreeFacts } from "./SubtreeFacts";

interface Props {
  node: ProjectNode;
  place: Place;
  onMove(path: string, next: string): void;
}

/** What can be done with a project and all that lies under it. */
export function TreeMenu({ node, place, onMove }: Props) {
  const client = useQueryClient();
  const mayEdit = useMayEdit(node.path);
  const [open, setOpen] = useState(false);
  const [path, setPath] = useState(node.path);
  const wanted = path.trim().replace(/^\/+|\/+$/g, "");
  const runs = runsIn(node, place);
  const move = (event: FormEvent) => {
    event.preventDefault();
    setOpen(false);
    if (wanted !== "" && wanted !== node.path) onMove(node.path, wanted);
  };
  const change = (changes: Changes) => {
    setOpen(false);
    const selection = { project: node.path, recursive: true, place };
    void edit(client, { selection, expected_runs: runs }, changes);
  };
  return (
    <Popover
      label={`Project ${node.path}`}
      open={open}
      onOpenChange={(next) => {
        setPath(node.path);
        setOpen(next);
      }}
      trigger={<IconButton icon="more" small className={styles.more} label={`Actions for ${node.path}`} />}
    >
      <form className={styles.menu} onSubmit={move}>
        {mayEdit && (
          <label className={styles.label}>
            Name, or where it goes
            <input
              className={styles.input}
              value={path}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setPath(event.target.value)}
            />
          </label>
        )}
        <SubtreeFacts project={node.path} />
        {mayEdit && (
          <Button type="submit" icon="folder" disabled={wanted === "" || wanted === node.path}>
            Move with {plural(node.runs + node.archived + node.binned, "run")}
          </Button>
        )}
        <Button icon="expand" onClick={() => goTo({ page: "runs", project: node.path })}>
          Open by itself
        </Button>
        <a
          className={`${button.button} ${styles.download}`}
          href={apiUrl("package", { project: node.path })}
          download={`${node.path.replaceAll("/", "-")}.runstone`}
          title="Journals, media and artifacts in one file, which `runstone unpack` takes in"
        >
          <Icon name="download" size={14} />
          Export as a package
        </a>
        {mayEdit && place === "active" && (
          <Button icon="archive" disabled={runs === 0} onClick={() => change({ archived: true })}>
            Archive {plural(runs, "run")}
          </Button>
        )}
        {mayEdit && place === "archived" && (
          <Button icon="archive" disabled={runs === 0} onClick={() => change({ archived: false })}>
            Take {plural(runs, "run")} out of the archive
          </Button>
        )}
        {mayEdit && (
          <Button
            icon={place === "bin" ? "undo" : "trash"}
            disabled={runs === 0}
            onClick={() => change({ binned: place !== "bin" })}
          >
            {place === "bin" ? `Restore ${plural(runs, "run")}` : `Delete ${plural(runs, "run")} to the bin`}
          </Button>
        )}
      </form>
    </Popover>
  );
}
