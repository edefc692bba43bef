import { useEffect, useRef } from "react";
import { useTheme } from "@/theme/theme";
import styles from "./AudioCard.module.css";
import type { Analysis } from "./analysis";
import { drawSpectrogram, drawWaveform } from "./drawSound";
import type { SoundWay } from "./ways";

interface Props {
  analysis: Analysis;
  way: SoundWay;
  width: number;
  height: number;
  colour: string;
}

/** A sound as one sees it: its waveform, its spectrogram, or one above the other. */
export function SoundPicture({ analysis, way, width, height, colour }: Props) {
  const wave = way === "both" ? Math.round(height * 0.45) : way === "waveform" ? height : 0;
  return (
    <>
      {wave > 0 && <Waveform analysis={analysis} width={width} height={wave} colour={colour} />}
      {wave < height && <SpectrogramPicture analysis={analysis} width={width} height={height - wave} />}
    </>
  );
}

function Waveform({ analysis, width, height, colour }: Omit<Props, "way">) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the theme the colour changes, which may be a name.
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    resize(element, width, height);
    drawWaveform(element, analysis.lanes, getComputedStyle(element).color);
    element.dataset.drawn = "waveform";
  }, [analysis, width, height, colour, theme]);
  return <canvas ref={canvas} className={styles.canvas} style={{ width, height, color: colour }} />;
}

function SpectrogramPicture({ analysis, width, height }: Omit<Props, "way" | "colour">) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    resize(element, width, height);
    drawSpectrogram(element, analysis.spectrogram);
    element.dataset.drawn = "spectrogram";
  }, [analysis, width, height]);
  return (
    <span className={styles.spectrum} style={{ height }}>
      <canvas ref={canvas} className={styles.canvas} style={{ width, height }} />
      <span className={styles.pitch}>{analysis.rateHz / 2000} kHz</span>
    </span>
  );
}

function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
  canvas.width = Math.max(1, Math.round(width * window.devicePixelRatio));
  canvas.height = Math.max(1, Math.round(height * window.devicePixelRatio));
}
