/** Writes SVG text piece by piece: figures short, text escaped. */

export const escapeXml = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign,
  );

export type Attributes = Record<string, string | number | null | undefined>;

const figure = (value: number): string => String(Math.round(value * 100) / 100);

export function element(name: string, attributes: Attributes, content = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${typeof value === "number" ? figure(value) : escapeXml(value as string)}"`,
    )
    .join("");
  return content === "" ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export const textElement = (text: string, attributes: Attributes): string =>
  element("text", attributes, escapeXml(text));

/** The points of a path; one whose place cannot be drawn is passed over. */
export function pathData(points: Iterable<readonly [number, number]>): string {
  let data = "";
  for (const [x, y] of points) {
    if (Number.isFinite(x) && Number.isFinite(y))
      data += `${data === "" ? "M" : "L"}${figure(x)} ${figure(y)}`;
  }
  return data;
}

export const FONT_FAMILY = "Inter, system-ui, sans-serif";

export function svgDocument(width: number, height: number, background: string, content: string): string {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      width,
      height,
      viewBox: `0 0 ${figure(width)} ${figure(height)}`,
      "font-family": FONT_FAMILY,
      "font-size": 11,
    },
    element("rect", { width, height, fill: background }) + content,
  );
}
