/** The first of some words, and how many more there are: `a, b and 7 more`. */
export function fewOf(words: readonly string[], most: number): string {
  const rest = words.length - most;
  // "and 1 more" takes as much room as what it stands for.
  return rest > 1 ? `${words.slice(0, most).join(", ")} and ${rest} more` : words.join(", ");
}
