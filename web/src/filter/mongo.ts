/**
 * Conditions of the filter language as MongoDB-style documents: those that clicks write (`text.ts`), to be joined with a filter that a
 * person wrote as a document. What people write themselves the server alone reads.
 */

/** A filter that begins with `{` is a document. */
export const isDocument = (filter: string): boolean => filter.trimStart().startsWith("{");

/** A document that says both: an `$and` that is there already grows. */
export function withDocument(document: string, condition: string): string {
  const own = documentOf(condition);
  const all = /^\s*\{\s*"\$and"\s*:\s*\[(.*\S)\s*\]\s*\}\s*$/s.exec(document)?.[1];
  return all !== undefined && isList(all)
    ? `{"$and": [${all.trim()}, ${own}]}`
    : `{"$and": [${document.trim()}, ${own}]}`;
}

/** Whether a text is the inside of one JSON list, and not the end of one and the beginning of another. */
function isList(inside: string): boolean {
  try {
    return Array.isArray(JSON.parse(`[${inside}]`));
  } catch {
    return false;
  }
}

const TESTS: Record<string, string> = {
  "=": "$eq",
  "!=": "$ne",
  ">": "$gt",
  ">=": "$gte",
  "<": "$lt",
  "<=": "$lte",
};

/** The JSON of a condition. */
export function documentOf(condition: string): string {
  const parts = [...condition.matchAll(PART)].map(([part]) => part);
  const reader = new Reader(parts);
  const read = reader.either();
  if (!reader.done) throw new Error(`No condition of a click: ${condition}`);
  return read;
}

const PART = /"(?:\\.|[^"\\])*"|!=|<=|>=|[=<>(),]|(?:`(?:\\.|[^`\\])*`|[^\s"`=<>!(),])+/gu;

class Reader {
  private at = 0;

  constructor(private readonly parts: readonly string[]) {}

  get done(): boolean {
    return this.at === this.parts.length;
  }

  either(): string {
    const terms = [this.all()];
    while (this.take("or")) terms.push(this.all());
    return terms.length === 1 ? (terms[0] as string) : `{"$or": [${terms.join(", ")}]}`;
  }

  /** Tests of one field that do not hide each other are told together: `{"config.lr": {"$gte": 0.1, "$lt": 1}}`. */
  private all(): string {
    const terms: string[] = [];
    const tests = new Map<string, Map<string, string>>();
    do {
      if (this.take("(")) {
        terms.push(this.either());
        this.must(")");
        continue;
      }
      const [field, test, value] = this.test();
      const known = tests.get(field) ?? new Map<string, string>();
      if (known.has(test)) terms.push(`{${field}: {"${test}": ${value}}}`);
      else tests.set(field, known.set(test, value));
    } while (this.take("and"));
    if (tests.size > 0) terms.unshift(`{${[...tests].map(entry).join(", ")}}`);
    return terms.length === 1 ? (terms[0] as string) : `{"$and": [${terms.join(", ")}]}`;
  }

  private test(): [field: string, test: string, value: string] {
    const field = JSON.stringify(this.next().replace(/`((?:\\.|[^`\\])*)`/gs, (_all, key) => unescaped(key)));
    const negated = this.take("not");
    if (this.take("in")) {
      this.must("(");
      const values = [jsonOf(this.next())];
      while (this.take(",")) values.push(jsonOf(this.next()));
      this.must(")");
      return [field, negated ? "$nin" : "$in", `[${values.join(", ")}]`];
    }
    const test = TESTS[this.next()];
    if (test === undefined || negated) throw new Error(`No test of a click after ${field}`);
    return [field, test, jsonOf(this.next())];
  }

  private next(): string {
    const part = this.parts[this.at];
    if (part === undefined) throw new Error("A condition of a click ends too early.");
    this.at += 1;
    return part;
  }

  private take(word: string): boolean {
    if (this.parts[this.at] !== word) return false;
    this.at += 1;
    return true;
  }

  private must(word: string): void {
    if (!this.take(word)) throw new Error(`A condition of a click lacks a ${word}`);
  }
}

const unescaped = (text: string): string => text.replace(/\\(.)/gs, "$1");

function entry([field, tests]: [string, Map<string, string>]): string {
  const [only] = tests;
  if (tests.size === 1 && only?.[0] === "$eq") return `${field}: ${only[1]}`;
  return `${field}: {${[...tests].map(([test, value]) => `"${test}": ${value}`).join(", ")}}`;
}

/** The server reads NaN and Infinity, though JSON has no word for them. */
function jsonOf(part: string): string {
  if (part.startsWith('"')) return JSON.stringify(unescaped(part.slice(1, -1)));
  if (/^(null|true|false)$/i.test(part)) return part.toLowerCase();
  const special = /^([-+]?)(nan|inf|infinity)$/i.exec(part);
  if (special) return special[2]?.toLowerCase() === "nan" ? "NaN" : `${special[1]}Infinity`.replace("+", "");
  if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(part)) {
    // As it was written where JSON writes it so, too: large integers keep their digits.
    return /^-?(0|[1-9]\d*)(\.\d+)?(e[-+]?\d+)?$/i.test(part) ? part : String(Number(part));
  }
  return JSON.stringify(part);
}
