/** What the pages of one project share, so that it travels between them; under a saved view, the view too. */
export const SHARED_PARAMS = ["run", "filter", "sort", "rm", "view"] as const;
