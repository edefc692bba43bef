import { flag, list, searchView, text } from "@/route/search";

/** The page's part of the address. */
export const compareView = searchView({
  /** The compared runs in their order. */
  run: list(),
  /** The run that the others are compared with; empty for the first. */
  reference: text(),
  /** Show what is the same everywhere, too. */
  same: flag(),
  /** The search in keys. */
  find: text(),
  /** Sections that are folded up. */
  closed: list(),
  /** Rows whose values are shown whole: `config.model/kind`. */
  open: list(),
  /** Rows that stay on top: `config.lr`. */
  pin: list(),
});
