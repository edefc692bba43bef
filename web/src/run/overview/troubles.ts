const MEANING: Record<string, string> = {
  records_lost: "Part of what the run logged was never written: charts have a gap there.",
  points_lost: "Part of what the run logged was never written: charts have a gap there.",
  damaged: "Part of a file cannot be read. What lies before and after it is shown.",
  torn_tail: "The last write was cut off, as after a power failure. All before it is shown.",
  truncated: "A file is shorter than it was: its end is missing.",
  unreadable: "A file cannot be read at all: what it held is missing here.",
};

/** What a trouble means for the reader; its message says what happened. */
export const meaningOf = (kind: string): string | null => MEANING[kind] ?? null;
