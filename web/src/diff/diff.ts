export type DiffLineKind = "added" | "removed" | "context" | "note";

export interface DiffLine {
  kind: DiffLineKind;
  text: string;
  /** The line's number before and after; null where it is in only one of them. */
  before: number | null;
  after: number | null;
  /** Which characters of a changed line are other ones than before. */
  marks?: [from: number, to: number][];
}

export interface DiffHunk {
  /** What stands after the `@@`: the function that the hunk is in. */
  heading: string;
  lines: DiffLine[];
}

export interface DiffFile {
  path: string;
  /** The path before, where it differs. */
  from: string | null;
  change: "modified" | "added" | "deleted" | "renamed";
  binary: boolean;
  /** No file that git changed, but how two patches of it differ. */
  ofPatches: boolean;
  /** What stands in the place of lines. */
  note: string;
  added: number;
  removed: number;
  hunks: DiffHunk[];
}

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;

/** Reads a unified diff, as git writes it or plain. Whatever is no part of a file or a hunk is skipped. */
export function parseDiff(text: string): DiffFile[] {
  const files: DiffFile[] = [];
  let file: DiffFile | undefined;
  let hunk: DiffHunk | undefined;
  let before = 0;
  let after = 0;
  let beforeLeft = 0;
  let afterLeft = 0;

  for (const line of text.split("\n")) {
    // Inside a hunk its own counts decide: a removed line "-- x" looks like a file's head.
    if (file && hunk && (beforeLeft > 0 || afterLeft > 0) && /^(?:[ +-]|$)/.test(line)) {
      const body = line.slice(1);
      if (line.startsWith("+")) {
        hunk.lines.push({ kind: "added", text: body, before: null, after: after++ });
        file.added += 1;
        afterLeft -= 1;
      } else if (line.startsWith("-")) {
        hunk.lines.push({ kind: "removed", text: body, before: before++, after: null });
        file.removed += 1;
        beforeLeft -= 1;
      } else {
        hunk.lines.push({ kind: "context", text: body, before: before++, after: after++ });
        beforeLeft -= 1;
        afterLeft -= 1;
      }
      continue;
    }
    if (line.startsWith("diff --git ")) {
      file = startFile(line);
      hunk = undefined;
      files.push(file);
      continue;
    }
    if (line.startsWith("--- ") && (!file || file.hunks.length > 0 || file.note !== "")) {
      file = plainFile(line);
      hunk = undefined;
      files.push(file);
      continue;
    }
    if (!file) continue;
    const match = HUNK.exec(line);
    if (match) {
      before = Number(match[1]);
      beforeLeft = Number(match[2] ?? 1);
      after = Number(match[3]);
      afterLeft = Number(match[4] ?? 1);
      hunk = { heading: match[5] ?? "", lines: [] };
      file.hunks.push(hunk);
    } else if (line.startsWith("\\") && hunk) {
      hunk.lines.push({ kind: "note", text: line.slice(2), before: null, after: null });
    } else {
      readHead(file, line);
    }
  }
  return files;
}

function startFile(line: string): DiffFile {
  const match = /^diff --git "?a\/(.*?)"? "?b\/(.*?)"?$/.exec(line);
  return { ...UNCHANGED, path: match?.[2] ?? line.slice("diff --git ".length), hunks: [] };
}

/** A diff that git did not write: `--- DIG-7/train.py`, its first part says whose the file is. */
function plainFile(line: string): DiffFile {
  const name = line.slice("--- ".length).split("\t", 1)[0] ?? "";
  return { ...UNCHANGED, path: name.slice(name.indexOf("/") + 1), ofPatches: true, hunks: [] };
}

const UNCHANGED = {
  from: null,
  change: "modified",
  binary: false,
  ofPatches: false,
  note: "",
  added: 0,
  removed: 0,
} as const;

function readHead(file: DiffFile, line: string): void {
  if (line.startsWith("new file mode")) file.change = "added";
  else if (line.startsWith("deleted file mode")) file.change = "deleted";
  else if (line.startsWith("rename from ")) {
    file.change = "renamed";
    file.from = line.slice("rename from ".length);
  } else if (line.startsWith("rename to ")) file.path = line.slice("rename to ".length);
  else if (line.startsWith("@@ ")) file.note = line.replace(/^@@ | @@$/g, "");
  else if (line.startsWith("Binary files ") || line.startsWith("GIT binary patch")) file.binary = true;
}

export const lineCount = (file: DiffFile): number =>
  file.hunks.reduce((count, hunk) => count + hunk.lines.length, 0);

/** The file's hunks up to `limit` lines in all. */
export function firstLines(hunks: readonly DiffHunk[], limit: number): DiffHunk[] {
  const shown: DiffHunk[] = [];
  let left = limit;
  for (const hunk of hunks) {
    if (left <= 0) break;
    shown.push(hunk.lines.length > left ? { ...hunk, lines: hunk.lines.slice(0, left) } : hunk);
    left -= hunk.lines.length;
  }
  return shown;
}

/** One row of two columns: what was on the left, what is on the right. */
export interface SidePair {
  left: DiffLine | null;
  right: DiffLine | null;
}

/** The lines of a hunk side by side: of a run of changed lines the first removed one stands beside the first added one. */
export function sideBySide(lines: readonly DiffLine[]): SidePair[] {
  const pairs: SidePair[] = [];
  /** Where the next added line of this run of changes goes. */
  let open = 0;
  let latest: "left" | "right" = "left";
  for (const line of lines) {
    if (line.kind === "removed") {
      if (latest === "right") open = pairs.length;
      latest = "left";
      pairs.push({ left: line, right: null });
    } else if (line.kind === "added") {
      latest = "right";
      const pair = pairs[open];
      if (pair) pair.right = line;
      else pairs.push({ left: null, right: line });
      open += 1;
    } else if (line.kind === "note") {
      pairs.push(latest === "left" ? { left: line, right: null } : { left: null, right: line });
      if (latest === "right") open = pairs.length;
    } else {
      pairs.push({ left: line, right: line });
      open = pairs.length;
      latest = "left";
    }
  }
  return pairs;
}
