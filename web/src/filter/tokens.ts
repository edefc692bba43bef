export type TokenKind = "field" | "word" | "operator" | "number" | "string" | "plain";

export interface Token {
  text: string;
  kind: TokenKind;
}

const PATTERN = new RegExp(
  [
    /(?<string>"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|`[^`]*`?)/,
    /(?<operator>!=|<=|>=|==|!~|[=<>~(),])/,
    /(?<text>[^\s"'`=<>~!(),]+|!)/,
    /(?<space>\s+)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "gu",
);
const WORDS = new Set(["and", "or", "not", "in", "matches", "contains", "exists", "null", "true", "false"]);
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const SOURCE = /^(config|summary|metrics)\../;

/**
 * The parts of a filter as they are coloured: together they are the text, whatever it says. Only a likeness of the
 * language, which the server alone knows: a word is a field where it says its source or an operator follows.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (const { 0: part, groups } of text.matchAll(PATTERN)) {
    if (groups?.string !== undefined) tokens.push({ text: part, kind: "string" });
    else if (groups?.operator !== undefined) {
      markField(tokens, part);
      tokens.push({ text: part, kind: "operator" });
    } else if (groups?.space !== undefined) tokens.push({ text: part, kind: "plain" });
    else {
      const kind = kindOf(part);
      if (kind === "word" && part.toLowerCase() === "in") markField(tokens, "=");
      tokens.push({ text: part, kind });
    }
  }
  return tokens;
}

function kindOf(part: string): TokenKind {
  if (WORDS.has(part.toLowerCase())) return "word";
  if (NUMBER.test(part)) return "number";
  return SOURCE.test(part) ? "field" : "plain";
}

function markField(tokens: Token[], operator: string): void {
  if ("(),".includes(operator)) return;
  const before = tokens.findLast(({ text }) => text.trim() !== "");
  if (before?.kind === "plain") before.kind = "field";
}
