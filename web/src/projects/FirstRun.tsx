import { FirstLines } from "@/project/FirstLines";
import { Notice } from "@/ui/Notice";

/** What an empty home shows: everything that the first run needs. */
export function FirstRun() {
  return (
    <Notice title="Log your first run">
      <p>This home holds no runs yet. Run these lines; the run appears here by itself.</p>
      <FirstLines project="my-project" />
      <p>
        No script at hand? <code>runstone demo</code> trains small real models to look at.
      </p>
    </Notice>
  );
}
