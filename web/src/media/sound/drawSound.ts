import { viridis } from "@/charts/colours";
import { type Peaks, thinned } from "./peaks";
import type { Spectrogram } from "./spectrogram";

const LEVELS = 256;

/** Draws lanes beneath each other, each from -1 to 1; louder samples are cut at the edge, as a loudspeaker does. */
export function drawWaveform(canvas: HTMLCanvasElement, lanes: readonly Peaks[], colour: string): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const { width, height } = canvas;
  context.clearRect(0, 0, width, height);
  context.fillStyle = colour;
  const room = height / lanes.length;
  for (const [lane, peaks] of lanes.entries()) {
    const { low, high } = thinned(peaks, width);
    const [middle, half] = [(lane + 0.5) * room, room / 2 - 1];
    const wide = Math.max(1, Math.ceil(width / low.length));
    for (let i = 0; i < low.length; i += 1) {
      const top = middle - Math.min(1, high[i] as number) * half;
      const bottom = middle - Math.max(-1, low[i] as number) * half;
      context.fillRect(Math.floor((i * width) / low.length), top, wide, Math.max(1, bottom - top));
    }
  }
}

/** Draws a spectrogram over the whole canvas, high tones above; the colours are told apart by colour-blind eyes, too. */
export function drawSpectrogram(canvas: HTMLCanvasElement, { columns, bins, levels }: Spectrogram): void {
  const context = canvas.getContext("2d");
  if (context === null) return;
  const colours = Array.from({ length: LEVELS }, (_, level) => viridis(level / (LEVELS - 1)));
  const image = new ImageData(columns, bins);
  for (let column = 0; column < columns; column += 1) {
    for (let bin = 0; bin < bins; bin += 1) {
      const at = 4 * ((bins - 1 - bin) * columns + column);
      image.data.set(colours[levels[column * bins + bin] as number] as readonly number[], at);
      image.data[at + 3] = 255;
    }
  }
  const small = new OffscreenCanvas(columns, bins);
  small.getContext("2d")?.putImageData(image, 0, 0);
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
}
