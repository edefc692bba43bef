import type { ConsolePage } from "@/api/types";
import { plainText } from "./ansi";
import type { Finder } from "./find";

export const SCAN_LINES = 4_000;

/** A text that is on more lines than this is no way to find one: the search stops there. */
const ENOUGH = 50_000;

export interface Found {
  /** Its position among the asked lines, and its number in the console. */
  position: number;
  line: number;
}

export interface ScanProgress {
  /** In the order of the console. */
  found: readonly Found[];
  scanned: number;
  total: number;
  /** There are more matches than anybody can step through. */
  stopped: boolean;
}

type FetchLines = (first: number, limit: number, signal: AbortSignal) => Promise<ConsolePage>;

/**
 * Looks through a whole console for a text, a chunk at a time: from where the reader is to the end, then from the start.
 * The nearest matches are known first, and a further `extend` goes on with the lines that a live run has added.
 */
export class ConsoleScan {
  private readonly finder: Finder;
  private readonly fetchLines: FetchLines;
  private readonly from: number;
  private readonly aborter = new AbortController();
  private running = false;
  private total = 0;
  private before: Found[] = [];
  private after: Found[] = [];
  private head = 0;
  private tail: number;

  constructor(finder: Finder, fetchLines: FetchLines, from: number) {
    this.finder = finder;
    this.fetchLines = fetchLines;
    this.from = from;
    this.tail = from;
  }

  stop(): void {
    this.aborter.abort();
  }

  get progress(): ScanProgress {
    return {
      found: [...this.before, ...this.after],
      scanned: this.head + this.tail - this.from,
      total: this.total,
      stopped: this.stopped,
    };
  }

  private get stopped(): boolean {
    return this.before.length + this.after.length >= ENOUGH;
  }

  /** Looks through what there is up to `total` and says so after each chunk. A scan under way takes the new end over. */
  async extend(total: number, report: (progress: ScanProgress) => void): Promise<void> {
    this.total = Math.max(this.total, total);
    if (this.running) return;
    this.running = true;
    try {
      while (!this.aborter.signal.aborted && !this.stopped && (await this.step())) report(this.progress);
    } finally {
      this.running = false;
    }
  }

  private async step(): Promise<boolean> {
    if (this.tail < this.total) this.tail += await this.look(this.tail, this.total, this.after);
    else if (this.head < this.from) this.head += await this.look(this.head, this.from, this.before);
    else return false;
    return !this.aborter.signal.aborted;
  }

  private async look(first: number, end: number, found: Found[]): Promise<number> {
    const { signal } = this.aborter;
    const limit = Math.min(SCAN_LINES, end - first);
    const { lines } = await this.fetchLines(first, limit, signal);
    if (signal.aborted) return 0;
    for (const [index, { line, text }] of lines.entries()) {
      if (this.finder(plainText(text)).length > 0) found.push({ position: first + index, line });
    }
    return limit;
  }
}

/** The match after (or before) a position, going round at the ends. */
export function neighbour(found: readonly Found[], position: number, step: 1 | -1): Found | undefined {
  if (step === 1) return found.find((match) => match.position > position) ?? found[0];
  return found.findLast((match) => match.position < position) ?? found.at(-1);
}
