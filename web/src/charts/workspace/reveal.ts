import { create } from "zustand";

/** The panel to be scrolled to, once it has its place. */
export const useReveal = create<{ id: string | null }>(() => ({ id: null }));

export const reveal = (id: string): void => useReveal.setState({ id });
