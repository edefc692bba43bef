import { create } from "zustand";

/** The panel, or else the section, to be scrolled to, once it has its place. */
export const useReveal = create<{ id: string | null; section: string | null }>(() => ({
  id: null,
  section: null,
}));

export const reveal = (id: string): void => useReveal.setState({ id });
export const revealSection = (section: string): void => useReveal.setState({ section });
