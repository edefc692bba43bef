import { choice, searchView } from "@/route/search";

export const DIFF_LAYOUTS = ["auto", "split", "unified"] as const;
export type DiffLayout = (typeof DIFF_LAYOUTS)[number];

/** How diffs are laid out, in the address: `auto` is side by side where there is room. */
export const diffView = searchView({ diff: choice(DIFF_LAYOUTS) });
