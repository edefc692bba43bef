import { useMemo } from "react";
import type { Histograms } from "@/api/schema";
import type { Area } from "@/charts/panels/shared/Axes";
import type { Scale } from "@/charts/scale";
import { useTheme } from "@/theme/theme";
import { canvasOf } from "../image/pixels";
import { heatCells, heatColours } from "./heatmap";
import { densities } from "./overTime";

interface Props {
  histograms: Histograms;
  peak: number;
  x: Scale;
  y: Scale;
  /** Where each step's stretch begins and ends. */
  borders: readonly number[];
  area: Area;
}

/** A column a step, a cell a bin, the colour as dense as it is. One picture: thousands of cells would be slow as shapes. */
export function Heatmap({ histograms, peak, x, y, borders, area }: Props) {
  const theme = useTheme();
  const { left, right, top, bottom } = area;
  const [width, height] = [right - left, bottom - top];
  const url = useMemo(() => {
    if (width < 1 || height < 1) return "";
    const scale = Math.max(1, window.devicePixelRatio);
    const context = canvasOf({ width: Math.round(width * scale), height: Math.round(height * scale) });
    const colours = heatColours(theme);
    const edges = histograms.edges.map((edge) => (y(edge) - top) * scale);
    const places = borders.map((border) => (x(border) - left) * scale);
    for (const [at, counts] of histograms.counts.entries()) {
      const stretch = [places[at] ?? 0, places[at + 1] ?? 0] as const;
      for (const cell of heatCells(densities(counts, histograms.edges), edges, stretch, peak)) {
        context.fillStyle = colours[cell.level] ?? "";
        context.fillRect(cell.left, cell.top, cell.width, cell.height);
      }
    }
    return context.canvas.toDataURL();
  }, [histograms, peak, x, y, borders, left, top, width, height, theme]);
  if (url === "") return null;
  return <image href={url} x={left} y={top} width={width} height={height} preserveAspectRatio="none" />;
}
