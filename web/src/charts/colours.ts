import type { Theme } from "@/theme/theme";
import { distance, linearRgb, type Oklab, oklab } from "./oklab";

/**
 * Eight hues in the same order in both themes, found by search for the greatest distance between any two under normal
 * and colour-blind vision, each at least 3:1 on its background.
 */
const HUES: Record<Theme, readonly string[]> = {
  light: ["#2891fb", "#c32d00", "#287461", "#db51b3", "#0b454f", "#af9042", "#6136ad", "#810003"],
  dark: ["#43aee2", "#be561a", "#95fb8a", "#fdccf8", "#6571a4", "#c5ba00", "#a754fd", "#d38580"],
};

const GREY: Record<Theme, string> = { light: "#8b8982", dark: "#747983" };

const SLOTS = 8;
const SOLID: readonly number[] = [];
const DASHED: readonly number[] = [6, 4];

export interface LineStyle {
  colour: string;
  dash: readonly number[];
}

/** Slots 0–7 are the hues, 8–15 the hues dashed; beyond, lines are grey until they are hovered. */
export function styleOfSlot(slot: number | undefined, theme: Theme): LineStyle {
  if (slot === undefined || slot >= 2 * SLOTS) return { colour: GREY[theme], dash: SOLID };
  return { colour: HUES[theme][slot % SLOTS] ?? GREY[theme], dash: slot < SLOTS ? SOLID : DASHED };
}

/** Patterns that tell lines of one colour apart, in the order in which they are taken. */
const DASHES: readonly (readonly number[])[] = [SOLID, DASHED, [2, 3], [9, 3, 2, 3]];
/** Colours nearer than that are taken for one another. */
const NEAR = 0.07;

/**
 * Lines whose colours are near, because people gave runs the same one or that of a neighbour, get dashes of their own. A
 * line keeps its dash where it can; grey ones, which stand for many, stay as they are.
 */
export function keepApart(styles: readonly LineStyle[], theme: Theme): LineStyle[] {
  const drawn: { place: Oklab; dash: readonly number[] }[] = [];
  return styles.map((style) => {
    const rgb = style.colour === GREY[theme] ? null : linearRgb(style.colour);
    if (rgb === null) return style;
    const place = oklab(rgb);
    const taken = drawn
      .filter((other) => distance(place, other.place) < NEAR)
      .map(({ dash }) => String(dash));
    const dash = [style.dash, ...DASHES].find((each) => !taken.includes(String(each))) ?? style.dash;
    drawn.push({ place, dash });
    return dash === style.dash ? style : { ...style, dash };
  });
}

export type Slots = ReadonlyMap<string, number>;

/**
 * Gives every shown run a slot: those that had one keep it, newcomers take the lowest free ones in their order. So a run
 * keeps its colour while it is shown, and neighbours never share one before all are taken.
 */
export function assignSlots(previous: Slots, shown: readonly string[]): Slots {
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  for (const run of shown) {
    const slot = previous.get(run);
    if (slot === undefined) continue;
    slots.set(run, slot);
    taken.add(slot);
  }
  let free = 0;
  for (const run of shown) {
    if (slots.has(run)) continue;
    while (taken.has(free)) free += 1;
    slots.set(run, free);
    taken.add(free);
  }
  return slots;
}

/** Viridis at equal distances; its ends are left out where they would not stand out from the background. */
const VIRIDIS = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 73, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [110, 206, 88],
  [181, 222, 43],
  [253, 231, 37],
] as const;
const SHARE: Record<Theme, readonly [number, number]> = { light: [0, 0.82], dark: [0.22, 1] };

/** Viridis from end to end, for pictures that are their own ground: red, green and blue of a share from 0 to 1. */
export function viridis(share: number): readonly [number, number, number] {
  const at = Math.min(1, Math.max(0, share)) * (VIRIDIS.length - 1);
  const low = VIRIDIS[Math.floor(at)] ?? VIRIDIS[0];
  const high = VIRIDIS[Math.ceil(at)] ?? low;
  const part = (i: 0 | 1 | 2) => Math.round(low[i] + (high[i] - low[i]) * (at % 1));
  return [part(0), part(1), part(2)];
}

/** The colour of a number between the least (0) and the greatest (1); grey for one that is none. */
export function colourOfShare(share: number, theme: Theme): string {
  if (Number.isNaN(share)) return GREY[theme];
  const [from, to] = SHARE[theme];
  return `rgb(${viridis(from + Math.min(1, Math.max(0, share)) * (to - from)).join(" ")})`;
}

export const greyOf = (theme: Theme): string => GREY[theme];
