import type { CSSProperties } from "react";
import type { Theme } from "@/theme/theme";
import type { AnsiColour, AnsiStyle } from "./ansi";
import { mixed, type Rgb, readable } from "./contrast";

/** The terminal's 16 colours: black, red, green, yellow, blue, magenta, cyan, white, and their bright sisters. */
const COLOURS: Record<Theme, readonly Rgb[]> = {
  light: [
    [40, 40, 38],
    [179, 38, 30],
    [31, 110, 66],
    [133, 92, 0],
    [31, 95, 214],
    [142, 52, 164],
    [0, 105, 122],
    [92, 91, 87],
    [106, 104, 98],
    [196, 54, 32],
    [24, 116, 60],
    [140, 88, 0],
    [48, 98, 220],
    [160, 50, 170],
    [0, 110, 128],
    [60, 60, 57],
  ],
  dark: [
    [143, 141, 135],
    [255, 131, 121],
    [127, 207, 143],
    [232, 190, 94],
    [122, 168, 255],
    [222, 158, 240],
    [98, 207, 219],
    [222, 220, 214],
    [150, 148, 142],
    [255, 158, 148],
    [152, 226, 166],
    [250, 212, 122],
    [152, 190, 255],
    [236, 182, 250],
    [132, 226, 236],
    [250, 249, 246],
  ],
};

/**
 * What a console's text stands on and is written in: the least favourable ground of each theme (a chosen line), so that
 * what can be read there can be read everywhere.
 */
export const GROUND: Record<Theme, Rgb> = { light: [232, 238, 251], dark: [29, 39, 60] };
const INK: Record<Theme, Rgb> = { light: [26, 26, 25], dark: [236, 234, 230] };

const rgbOf = (colour: AnsiColour, theme: Theme): Rgb =>
  typeof colour === "number" ? (COLOURS[theme][colour] ?? INK[theme]) : colour;

const css = ([red, green, blue]: Rgb) => `rgb(${red} ${green} ${blue})`;

export interface Look {
  ink: Rgb | null;
  ground: Rgb | null;
}

/** The colours of a style in a theme; null is the console's own. Whatever a program asked for, it can be read. */
export function lookOf(style: AnsiStyle, theme: Theme): Look {
  let ink = style.ink === undefined ? null : rgbOf(style.ink, theme);
  let ground = style.ground === undefined ? null : rgbOf(style.ground, theme);
  if (style.inverse) [ink, ground] = [ground ?? GROUND[theme], ink ?? INK[theme]];
  const under = ground ?? GROUND[theme];
  if (style.faint) ink = mixed(ink ?? INK[theme], under, 0.35);
  if (ink === null && ground !== null) ink = INK[theme];
  return { ink: ink && readable(ink, under), ground };
}

const cache = new Map<string, CSSProperties>();

export function cssOf(style: AnsiStyle, theme: Theme): CSSProperties {
  const key = `${theme} ${JSON.stringify(style)}`;
  let found = cache.get(key);
  if (!found) {
    const { ink, ground } = lookOf(style, theme);
    found = {
      color: ink ? css(ink) : undefined,
      backgroundColor: ground ? css(ground) : undefined,
      fontWeight: style.bold ? 650 : undefined,
      fontStyle: style.italic ? "italic" : undefined,
      textDecoration:
        [style.underline && "underline", style.strike && "line-through"].filter(Boolean).join(" ") ||
        undefined,
    };
    if (cache.size > 4096) cache.clear();
    cache.set(key, found);
  }
  return found;
}
