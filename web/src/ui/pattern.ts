export interface Pattern {
  matches(text: string): boolean;
  /** The text is no valid regular expression, so it is searched for as it stands. */
  invalid: boolean;
}

/** A search text as a case-insensitive regular expression. */
export function compilePattern(text: string): Pattern {
  if (text === "") return { matches: () => true, invalid: false };
  try {
    const expression = new RegExp(text, "i");
    return { matches: (candidate) => expression.test(candidate), invalid: false };
  } catch {
    const plain = text.toLowerCase();
    return { matches: (candidate) => candidate.toLowerCase().includes(plain), invalid: true };
  }
}

/** A text with which a regular expression finds just that text. */
export const escapePattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
