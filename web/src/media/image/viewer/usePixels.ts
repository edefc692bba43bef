import { useEffect, useState } from "react";
import { pixelsOf } from "../pixels";

/** The pixels of an image, once somebody wants them; null before, an error where they cannot be read. */
export function usePixels(url: string | null): ImageData | Error | null {
  const [found, setFound] = useState<{ url: string; pixels: ImageData | Error } | null>(null);
  useEffect(() => {
    if (url === null) return;
    let current = true;
    const tell = (pixels: ImageData | Error) => current && setFound({ url, pixels });
    pixelsOf(url).then(tell, tell);
    return () => {
      current = false;
    };
  }, [url]);
  return found !== null && found.url === url ? found.pixels : null;
}

/** The pixels, where they could be read. */
export const readable = (pixels: ImageData | Error | null): ImageData | null =>
  pixels instanceof Error ? null : pixels;
