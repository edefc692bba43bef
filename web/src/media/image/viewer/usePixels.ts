import { useEffect, useState } from "react";
import { pixelsOf } from "../pixels";

/** The pixels of an image, once somebody wants them; null before, and where they cannot be read. */
export function usePixels(url: string | null): ImageData | null {
  const [found, setFound] = useState<{ url: string; pixels: ImageData | null } | null>(null);
  useEffect(() => {
    if (url === null) return;
    let current = true;
    pixelsOf(url).then(
      (pixels) => current && setFound({ url, pixels }),
      () => current && setFound({ url, pixels: null }),
    );
    return () => {
      current = false;
    };
  }, [url]);
  return found !== null && found.url === url ? found.pixels : null;
}
