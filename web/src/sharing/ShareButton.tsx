import { lazy, type ReactNode, Suspense, useState } from "react";
import { useMay } from "@/access/rights";
import { useLoggedIn } from "@/access/whoAmI";
import { Button } from "@/ui/Button";

const ShareDialog = lazy(() => import("./ShareDialog"));

/** What a link shows: these runs alone, or a project with all below it. */
export interface Shared {
  /** What it is, in words: "this run". */
  what: string;
  project: string;
  runs?: readonly string[];
  /** Where the runs lie, where that is known. */
  projects?: readonly string[];
}

/** Begins a share link; nothing for who may not make one, and where nobody logs in. */
export function ShareButton({ children, ...shared }: Shared & { children?: ReactNode }) {
  const me = useLoggedIn();
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (me === null || !may("editor", ...(shared.projects ?? [shared.project]))) return null;
  return (
    <>
      <Button icon="share" aria-label={`Share ${shared.what}`} onClick={() => setOpen(true)}>
        {children ?? "Share…"}
      </Button>
      {open && (
        <Suspense>
          <ShareDialog {...shared} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
