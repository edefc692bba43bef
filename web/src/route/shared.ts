/** Pins of media: see `media/pins/pinView.ts`. */
export const PIN_PARAMS = ["pinhere", "pinall", "pinoff", "best", "beststep", "bestkey", "bestin"] as const;

/** What the pages of one project share, so that it travels between them; under a saved view, the view too. */
export const SHARED_PARAMS = ["run", "filter", "sort", "rm", "view", ...PIN_PARAMS] as const;
