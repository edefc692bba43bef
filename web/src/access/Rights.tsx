import type { ReactNode } from "react";
import { RightsProvider, useRightsOfReader } from "./rights";

/** Lets all that is in it ask what the reader may do. */
export function Rights({ children }: { children: ReactNode }) {
  return <RightsProvider value={useRightsOfReader()}>{children}</RightsProvider>;
}
