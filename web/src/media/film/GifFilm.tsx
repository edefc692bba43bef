import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { FilmClock } from "./clock";
import { type FrameTimes, unevenFrames } from "./frameTimes";
import { gifDelays } from "./gif";
import styles from "./VideoCard.module.css";

/** Browsers take GIFs apart on pages of this machine or behind HTTPS alone, and some not at all. */
export const canStepGifs = (): boolean => typeof ImageDecoder !== "undefined";

export interface Gif {
  times: FrameTimes;
  bytes: ArrayBuffer;
}

/** A GIF with the times of its frames. */
export const useGif = (url: string, enabled: boolean) =>
  useQuery({
    queryKey: ["gif", url],
    queryFn: async ({ signal }): Promise<Gif> => {
      const response = await fetch(url, { signal });
      if (!response.ok) throw new Error(`The film did not come (HTTP ${response.status}).`);
      const bytes = await response.arrayBuffer();
      const delays = gifDelays(new Uint8Array(bytes));
      if (delays.length === 0) throw new Error("This is no GIF.");
      return { times: unevenFrames(delays), bytes };
    },
    enabled,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

/** A GIF that follows a clock, frame by frame. */
export function GifFilm({ gif, name, clock }: { gif: Gif; name: string; clock: FilmClock }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const decoder = new ImageDecoder({ data: gif.bytes.slice(0), type: "image/gif" });
    let [shown, wanted, busy, gone] = [-1, 0, false, false];
    const draw = async () => {
      if (busy || gone || shown === wanted) return;
      busy = true;
      const frame = wanted;
      try {
        const { image } = await decoder.decode({ frameIndex: frame });
        const context = gone ? null : canvas.current?.getContext("2d");
        if (context) {
          context.canvas.width = image.displayWidth;
          context.canvas.height = image.displayHeight;
          context.drawImage(image, 0, 0);
          context.canvas.dataset.frame = String(frame);
        }
        image.close();
        shown = frame;
      } catch {
        // Of a file that is cut short the frames that are there are shown.
        shown = frame;
      }
      busy = false;
      // Meanwhile the clock may have gone on.
      void draw();
    };
    const leave = clock.follow((secs) => {
      wanted = gif.times.at(secs);
      void draw();
    });
    return () => {
      gone = true;
      leave();
      decoder.close();
    };
  }, [gif, clock]);
  return <canvas ref={canvas} className={styles.film} role="img" aria-label={name} />;
}
