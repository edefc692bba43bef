import { both, isBetween, isValue } from "@/filter/text";
import { type Fielded, fieldValue } from "../../runFields";
import type { FieldAxis } from "../shared/fieldAxis";

/** A part of an axis that runs must pass through: two values on a scale, two places among texts. */
export interface Brush {
  field: string;
  low: number;
  high: number;
}

/** `config.lr:0.001..0.1`; a field may hold colons, an interval does not. */
export function readBrush(text: string): Brush | null {
  const colon = text.lastIndexOf(":");
  const [low, high] = text
    .slice(colon + 1)
    .split("..")
    .map(Number);
  if (colon < 1 || low === undefined || high === undefined || !(low <= high)) return null;
  return { field: text.slice(0, colon), low, high };
}

export const writeBrush = ({ field, low, high }: Brush): string => `${field}:${low}..${high}`;

/** Whether a run passes through the brush. */
export function passes(run: Fielded, { field, low, high }: Brush, axis: FieldAxis): boolean {
  const value = fieldValue(run, field);
  if (axis.domain !== null) return typeof value === "number" && value >= low && value <= high;
  const place = axis.classes.findIndex((each) => JSON.stringify(each) === JSON.stringify(value));
  return place >= low && place <= high;
}

/** The filter that lets through what the brushes do. */
export function withBrushes(filter: string, brushes: readonly { brush: Brush; axis: FieldAxis }[]): string {
  const conditions = brushes.map(({ brush, axis }) => {
    const { field, low, high } = brush;
    if (axis.domain !== null) return isBetween(field, low, high, true);
    const values = axis.classes.slice(low, high + 1).map((value) => isValue(field, value));
    return values.length > 1 ? `(${values.join(" or ")})` : (values[0] ?? "");
  });
  return both(filter, conditions.filter(Boolean).join(" and "));
}
