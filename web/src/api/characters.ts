/** The server counts characters, a browser UTF-16 units; they differ by one for each emoji. */
export const toCharacters = (text: string, units: number): number => [...text.slice(0, units)].length;

export const toUnits = (text: string, characters: number): number =>
  [...text].slice(0, characters).join("").length;
