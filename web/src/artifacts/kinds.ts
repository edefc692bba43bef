/** Colours of types of artifacts: each has its word beside it. Runs are grey. */
const PLACES: Record<string, number> = { dataset: 0, model: 1, code: 2, results: 3 };
const COLOURS = 6;

/** The colour of a type, the same wherever it is shown. */
export function kindColour(type: string): string {
  let place = PLACES[type];
  if (place === undefined) {
    place = 0;
    for (const sign of type) place = (place * 31 + (sign.codePointAt(0) ?? 0)) % COLOURS;
  }
  return `var(--kind-${place})`;
}
