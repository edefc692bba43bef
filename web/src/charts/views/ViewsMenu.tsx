import { lazy } from "react";
import { useMayEdit } from "@/access/rights";
import { Button } from "@/ui/Button";
import { LazyPopover } from "../workspace/LazyPopover";
import type { SavedViews } from "./useSavedViews";
import styles from "./Views.module.css";

const ViewsPanel = lazy(() => import("./ViewsPanel"));

/** Which saved view the page shows, and whether it is still as it was saved. */
export function ViewsMenu({ project, saved }: { project: string; saved: SavedViews }) {
  const { current, changed } = saved;
  const mayEdit = useMayEdit(project);
  return (
    <LazyPopover
      label="Saved views"
      command={mayEdit ? "Saved views: show, save, rename, remove" : "Saved views"}
      trigger={
        <Button icon="bookmark" title="Saved views of this project">
          <span className={styles.current}>{current?.name ?? "Views"}</span>
          {current && changed && (
            <span className={styles.changed} title="The page differs from what was saved">
              <span className="visually-hidden">edited</span>
            </span>
          )}
        </Button>
      }
    >
      {(close) => <ViewsPanel project={project} saved={saved} onDone={close} />}
    </LazyPopover>
  );
}
