import { csvFile } from "../export/csv";
import { fileName, saveFile, toPng } from "../export/save";
import type { PanelReport } from "../panels/kind";

export interface PanelFile {
  /** What saving it is called. */
  name: string;
  save(): Promise<void>;
}

/** The files that can be made of what a panel shows. */
export function panelFiles(title: string, { svg, table }: PanelReport): PanelFile[] {
  const files: PanelFile[] = [];
  const add = (name: string, ending: string, make: () => Promise<Blob>) =>
    files.push({ name, save: async () => saveFile(fileName(title, ending), await make()) });
  if (svg) {
    add("Save as PNG", "png", async () => toPng(await svg()));
    add("Save as SVG", "svg", async () => new Blob([await svg()], { type: "image/svg+xml" }));
  }
  if (table) add("Save shown values as CSV", "csv", async () => csvFile(await table()));
  return files;
}
