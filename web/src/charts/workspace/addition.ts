import type { AnyKind } from "../panels/kind";
import { entriesOf } from "../panels/registry";
import { addPanel, OWN_SECTION } from "./edits";
import { reveal } from "./reveal";
import type { EditWorkspace } from "./useWorkspace";

/** Adds a panel of a kind with some settings, and brings it into sight. */
export function addOfKind(
  edit: EditWorkspace,
  kind: AnyKind,
  settings: Record<string, unknown>,
  section = OWN_SECTION,
): void {
  const { columns = 1, rows = 1 } = kind;
  const panel = { kind: kind.kind, section, title: "", columns, rows };
  edit((now) => {
    const [next, id] = addPanel(now, { ...panel, entries: entriesOf(kind, settings) });
    reveal(id, kind.isBlank);
    return next;
  });
}
