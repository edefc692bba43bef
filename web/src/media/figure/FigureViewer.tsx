import type { FullProps } from "../registry";
import { ItemViewer } from "../viewer/ItemViewer";
import { FigureItem } from "./FigureCard";

/** Figures over the whole window, those of several runs beside each other. */
export default function FigureViewer(props: FullProps) {
  return <ItemViewer {...props}>{(item) => <FigureItem item={item} small={false} />}</ItemViewer>;
}
