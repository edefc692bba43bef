/** How a molecule is drawn: balls and sticks, or balls as large as atoms are. */
export const FORMS = ["sticks", "filling"] as const;
export type Form = (typeof FORMS)[number];
