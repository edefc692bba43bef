import { create } from "zustand";

/** The run under the pointer, wherever the pointer is: every chart and list shows it before the others. */
export const useHighlight = create<{ run: string | null }>(() => ({ run: null }));

export function highlight(run: string | null): void {
  if (useHighlight.getState().run !== run) useHighlight.setState({ run });
}
