import type { MetricName } from "@/api/types";
import { entriesOf, kindOf, settingsOf } from "@/charts/panels/registry";
import type { LineSettings } from "@/charts/settings/params";
import type { Panel } from "@/charts/workspace/arrange";
import type { ReportPanel } from "../document";

/** A panel by itself: what it inherits from its section and the page is its own. */
export function reportPanel(
  panel: Panel,
  page: LineSettings,
  section: Partial<LineSettings>,
  said: ReadonlyMap<string, MetricName>,
): Omit<ReportPanel, "id"> {
  const { columns, rows, change } = panel;
  const look = { kind: panel.kind, title: change?.title ?? "", columns, rows };
  const kind = kindOf(panel.kind);
  if (!kind) return { ...look, entries: change?.entries ?? [] };
  const settings = settingsOf(kind, panel, page, section, said);
  const own = Object.entries(settings).filter(([name, value]) => {
    const param = (kind.settings as Record<string, { fallback: unknown } | undefined>)[name];
    return param !== undefined && JSON.stringify(value) !== JSON.stringify(param.fallback);
  });
  return { ...look, entries: entriesOf(kind, Object.fromEntries(own)) };
}
