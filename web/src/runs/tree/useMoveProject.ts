import { useQueryClient } from "@tanstack/react-query";
import { movedProject } from "@/edits/changes";
import { edit } from "@/edits/editor";
import { goTo } from "@/route/navigation";
import { usePlace } from "../places/view";

/** Moves a project with all that lies under it, in whatever place its runs are; the page follows. */
export function useMoveProject(root: string): (path: string, next: string) => Promise<void> {
  const client = useQueryClient();
  const { under, setUnder } = usePlace();
  return async (path, next) => {
    const changes = { project: next, project_from: path };
    const target = { selection: { project: path, recursive: true, place: "all" } } as const;
    if (!(await edit(client, target, changes, { what: `${path} is now ${next}.` }))) return;
    const moved = movedProject(root, changes);
    if (moved !== root) goTo({ page: "runs", project: moved });
    else if (under !== "") {
      const now = movedProject(under, changes);
      setUnder(now.startsWith(`${root}/`) ? now : "");
    }
  };
}
