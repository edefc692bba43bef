import type { ConsoleMatch, ConsoleMatches } from "@/api/types";

/** How many lines the server looks through at once: some 100 ms of its time. */
export const SCAN_LINES = 100_000;

/** And at first, so that what is near is found at once. */
const FIRST_LINES = 10_000;

/** A text that is on more lines than this is no way to find one: the search stops there. */
const ENOUGH = 50_000;

/** A line that was found: its position among the asked lines, and its number in the console. */
export type Found = ConsoleMatch;

export interface ScanProgress {
  /** In the order of the console. */
  found: readonly Found[];
  scanned: number;
  total: number;
  /** There are more matches than anybody can step through. */
  stopped: boolean;
  /** The reader has halted it. */
  halted: boolean;
}

type SearchLines = (first: number, limit: number, signal: AbortSignal) => Promise<ConsoleMatches>;

/**
 * Has a whole console looked through for a text, a stretch at a time: from where the reader is to the end, then from the start.
 * The nearest matches are known first, and a further `extend` goes on with the lines that a live run has added.
 */
export class ConsoleScan {
  private readonly searchLines: SearchLines;
  private readonly from: number;
  private readonly aborter = new AbortController();
  private running = false;
  private halted = false;
  private total = 0;
  private before: Found[] = [];
  private after: Found[] = [];
  private head = 0;
  private tail: number;

  constructor(searchLines: SearchLines, from: number) {
    this.searchLines = searchLines;
    this.from = from;
    this.tail = from;
  }

  stop(): void {
    this.aborter.abort();
  }

  /** Leaves it where it is, until `resume`; what is being looked through comes to its end. */
  halt(): void {
    this.halted = true;
  }

  resume(report: (progress: ScanProgress) => void): Promise<void> {
    this.halted = false;
    return this.extend(this.total, report);
  }

  get progress(): ScanProgress {
    return {
      found: [...this.before, ...this.after],
      scanned: this.head + this.tail - this.from,
      total: this.total,
      stopped: this.stopped,
      halted: this.halted,
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
      while (!this.aborter.signal.aborted && !this.stopped && !this.halted && (await this.step()))
        report(this.progress);
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
    const isFirst = this.tail === this.from && this.head === 0;
    const limit = Math.min(isFirst ? FIRST_LINES : SCAN_LINES, end - first);
    const answer = await this.searchLines(first, limit, signal);
    if (signal.aborted) return 0;
    for (const match of answer.found) found.push(match);
    return limit;
  }
}

/** The match after (or before) a position, going round at the ends. */
export function neighbour(found: readonly Found[], position: number, step: 1 | -1): Found | undefined {
  if (step === 1) return found.find((match) => match.position > position) ?? found[0];
  return found.findLast((match) => match.position < position) ?? found.at(-1);
}
