import { create } from "zustand";

/** The panel, or else the section, to be scrolled to, once it has its place; and the panel whose settings are opened then. */
export const useReveal = create<{ id: string | null; section: string | null; settings: string | null }>(
  () => ({ id: null, section: null, settings: null }),
);

export const reveal = (id: string, withSettings = false): void =>
  useReveal.setState({ id, settings: withSettings ? id : null });
export const revealSection = (section: string): void => useReveal.setState({ section });
