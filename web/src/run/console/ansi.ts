/** A colour as one of the terminal's 16, or as red, green and blue. */
export type AnsiColour = number | readonly [red: number, green: number, blue: number];

export interface AnsiStyle {
  ink?: AnsiColour;
  ground?: AnsiColour;
  bold?: boolean;
  faint?: boolean;
  italic?: boolean;
  underline?: boolean;
  strike?: boolean;
  inverse?: boolean;
}

export interface AnsiPart {
  text: string;
  style: AnsiStyle;
}

/** Escape sequences: CSI (its `m` sets the style), OSC (titles, links), and the two-letter ones. */
const ESCAPE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are control characters.
  /\x1b(?:\[([\d;:<-?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[()][ -~]|[@-Z\\^_=>a-z])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
const CONTROLS = /[\x00-\x08\x0b-\x1f\x7f]/g;

/** One line of a terminal as parts of one style each. What moves the cursor is dropped, and each line begins plain. */
export function parseAnsi(line: string): AnsiPart[] {
  const raw = afterReturn(line);
  if (!raw.includes("\x1b")) return raw === "" ? [] : [{ text: raw.replace(CONTROLS, ""), style: {} }];
  const parts: AnsiPart[] = [];
  let style: AnsiStyle = {};
  let end = 0;
  const push = (text: string) => {
    const clean = text.replace(CONTROLS, "");
    if (clean !== "") parts.push({ text: clean, style });
  };
  for (const match of raw.matchAll(ESCAPE)) {
    push(raw.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[2] === "m" && !/[<-?]/.test(match[1] ?? "")) style = restyled(style, match[1] ?? "");
  }
  push(raw.slice(end));
  return parts;
}

/** The line as it reads, without its escapes. */
export function plainText(line: string): string {
  return afterReturn(line).replace(ESCAPE, "").replace(CONTROLS, "");
}

/** A carriage return begins the line anew: what a progress bar wrote before it is gone. */
function afterReturn(line: string): string {
  if (!line.includes("\r")) return line;
  const trimmed = line.replace(/\r+$/, "");
  return trimmed.slice(trimmed.lastIndexOf("\r") + 1);
}

function restyled(before: AnsiStyle, codes: string): AnsiStyle {
  const style = { ...before };
  const numbers = codes.split(/[;:]/).map(Number);
  for (let at = 0; at < numbers.length; at += 1) {
    const code = numbers[at] ?? 0;
    if (code === 38 || code === 48) {
      const [colour, used] = extended(numbers, at + 1);
      at += used;
      if (colour !== null) style[code === 38 ? "ink" : "ground"] = colour;
    } else if (code === 0) {
      for (const name of Object.keys(style) as (keyof AnsiStyle)[]) delete style[name];
    } else {
      apply(style, code);
    }
  }
  return style;
}

function apply(style: AnsiStyle, code: number): void {
  if (code === 1) style.bold = true;
  else if (code === 2) style.faint = true;
  else if (code === 3) style.italic = true;
  else if (code === 4) style.underline = true;
  else if (code === 7) style.inverse = true;
  else if (code === 9) style.strike = true;
  else if (code === 22) style.bold = style.faint = undefined;
  else if (code === 23) style.italic = undefined;
  else if (code === 24) style.underline = undefined;
  else if (code === 27) style.inverse = undefined;
  else if (code === 29) style.strike = undefined;
  else if (code === 39) style.ink = undefined;
  else if (code === 49) style.ground = undefined;
  else if (code >= 30 && code <= 37) style.ink = code - 30;
  else if (code >= 40 && code <= 47) style.ground = code - 40;
  else if (code >= 90 && code <= 97) style.ink = code - 82;
  else if (code >= 100 && code <= 107) style.ground = code - 92;
}

/** Reads `5;n` or `2;r;g;b` after a 38 or 48, and says how many numbers that took. */
function extended(numbers: readonly number[], at: number): [AnsiColour | null, number] {
  if (numbers[at] === 5) return [indexed(numbers[at + 1] ?? 0), 2];
  if (numbers[at] === 2) return [[byte(numbers[at + 1]), byte(numbers[at + 2]), byte(numbers[at + 3])], 4];
  return [null, 0];
}

const LEVELS = [0, 95, 135, 175, 215, 255] as const;

/** One of the 256: the terminal's 16, a cube of 6 × 6 × 6, and 24 greys. */
function indexed(index: number): AnsiColour {
  if (index < 16) return byte(index);
  if (index >= 232) {
    const grey = byte(8 + (index - 232) * 10);
    return [grey, grey, grey];
  }
  const cube = index - 16;
  const level = (step: number) => LEVELS[step % 6] ?? 0;
  return [level(Math.floor(cube / 36)), level(Math.floor(cube / 6)), level(cube)];
}

const byte = (value: number | undefined) => Math.max(0, Math.min(255, value || 0));
