/** So many lines of a text are more than anybody reads under a picture. */
const MOST_LINES = 12;

/** A text in lines that are no wider than `room`, by `measure`: broken between words, within those that are wider themselves. */
export function inLines(text: string, room: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r?\n/)) {
    let line = "";
    for (const word of paragraph.split(/\s+/).flatMap((each) => inPieces(each, room, measure))) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && measure(longer) > room) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    lines.push(line);
  }
  const [last = ""] = lines.slice(MOST_LINES - 1, MOST_LINES);
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), `${last.slice(0, -2)}…`] : lines;
}

function inPieces(word: string, room: number, measure: (text: string) => number): string[] {
  if (measure(word) <= room) return [word];
  const pieces: string[] = [];
  let piece = "";
  for (const letter of word) {
    if (piece !== "" && measure(piece + letter) > room) {
      pieces.push(piece);
      piece = letter;
    } else piece += letter;
  }
  return [...pieces, piece];
}
