import { styleOfSlot } from "@/charts/colours";
import type { Theme } from "@/theme/theme";

/** The hues by name, in the order of the slots; a run that was given one keeps the name, and looks right in both themes. */
export const COLOUR_NAMES = [
  "blue",
  "orange",
  "green",
  "magenta",
  "teal",
  "ochre",
  "violet",
  "maroon",
] as const;

/** The colour that a run was given, as CSS; undefined if it was given none, or one that this version does not know. */
export function cssColour(colour: string | null, theme: Theme): string | undefined {
  if (!colour) return undefined;
  if (colour.startsWith("#")) return colour;
  const slot = (COLOUR_NAMES as readonly string[]).indexOf(colour);
  return slot < 0 ? undefined : styleOfSlot(slot, theme).colour;
}
