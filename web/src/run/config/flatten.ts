import type { Json } from "@/api/types";

/** Nested values as `["optimizer/lr", 0.001]`, in the order they were given. */
export function flatten(value: { [key: string]: Json }, prefix = ""): [key: string, value: Json][] {
  return Object.entries(value).flatMap(([name, item]): [string, Json][] => {
    const key = prefix + name;
    const nested =
      typeof item === "object" && item !== null && !Array.isArray(item) && Object.keys(item).length > 0;
    return nested ? flatten(item, `${key}/`) : [[key, item]];
  });
}
