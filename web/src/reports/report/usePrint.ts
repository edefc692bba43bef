import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useThemeStore } from "@/theme/theme";

/** A page that still asks after that is printed as far as it is. */
const PATIENCE_MS = 20_000;

const frame = () => new Promise((done) => requestAnimationFrame(done));

async function settled(client: QueryClient): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  // What has just been laid out asks in the frames after.
  for (let quiet = 0; quiet < 4 && performance.now() < end; ) {
    await frame();
    quiet = client.isFetching() > 0 ? 0 : quiet + 1;
  }
  await document.fonts.ready;
}

/** Prints the page once all of it is there, on white, as wide as paper is. Meanwhile `printing` is true. */
export function usePrint(): { printing: boolean; print(): void } {
  const client = useQueryClient();
  const [printing, setPrinting] = useState(false);
  const print = useCallback(() => {
    const { theme } = useThemeStore.getState();
    const { dataset } = document.documentElement;
    const said = dataset.theme;
    const work = async () => {
      setPrinting(true);
      dataset.theme = "light";
      useThemeStore.setState({ theme: "light" });
      try {
        await settled(client);
        window.print();
      } finally {
        if (said === undefined) delete dataset.theme;
        else dataset.theme = said;
        useThemeStore.setState({ theme });
        setPrinting(false);
      }
    };
    void work();
  }, [client]);
  return { printing, print };
}
