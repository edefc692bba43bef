import { IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { Segmented } from "@/ui/Segmented";
import { useGallery } from "../gallery";
import type { ToolsProps } from "../registry";
import styles from "./Solid.module.css";
import { readStyle, SIZES, type SolidStyle, writeStyle } from "./solidView";

const COLOURS = [
  {
    value: "auto",
    label: "Auto",
    title: "What the points bring: their colours, else their classes, else height",
  },
  { value: "class", label: "Class" },
  { value: "height", label: "Height" },
  { value: "plain", label: "Plain" },
] as const;
const UPS = [
  { value: "", label: "Auto", title: "What the format has" },
  { value: "y", label: "y" },
  { value: "z", label: "z" },
] as const;

/** How all objects of a key are drawn. */
export default function SolidTools({ media }: ToolsProps) {
  const { view, change } = useGallery();
  const style = readStyle(view.solid, media.key);
  const set = (part: Partial<SolidStyle>) =>
    change({ solid: writeStyle(view.solid, media.key, { ...style, ...part }) }, "replace");
  return (
    <Popover
      label={`How ${media.key} is drawn`}
      align="end"
      trigger={<IconButton small icon="palette" label={`How ${media.key} is drawn`} />}
    >
      <div className={styles.menu}>
        <span className={styles.term}>Coloured by</span>
        <Segmented
          label="Coloured by"
          value={style.colouring === "colour" ? "auto" : style.colouring}
          options={COLOURS}
          onChange={(colouring) => set({ colouring })}
        />
        <span className={styles.term}>Points</span>
        <Segmented
          label="Size of points, in pixels"
          value={String(style.size)}
          options={SIZES.map((size) => ({ value: String(size), label: `${size} px` }))}
          onChange={(size) => set({ size: SIZES.find((each) => String(each) === size) })}
        />
        <span className={styles.term}>Up</span>
        <Segmented
          label="Which axis is up"
          value={style.up ?? ""}
          options={UPS}
          onChange={(up) => set({ up: up || null })}
        />
      </div>
    </Popover>
  );
}
