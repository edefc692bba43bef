import { Button, IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { useGallery } from "../gallery";
import type { ToolsProps } from "../registry";
import { type SeenLayer, useSeenLayers } from "./layerStore";
import { ALL_MARKS, cssClassColour, type Marks, readMarks, writeMarks } from "./layers";
import styles from "./MarksMenu.module.css";

/** Which boxes and masks of a key are shown: by layer, class and score. Nothing for images without any. */
export default function MarksMenu({ media }: ToolsProps) {
  const { view, change } = useGallery();
  const seen = useSeenLayers((store) => store.byKey.get(media.key));
  if (!seen) return null;
  const layers = [...seen.values()];
  const marks = readMarks(view.marks, media.key);
  const set = (part: Partial<Marks>) =>
    change({ marks: writeMarks(view.marks, media.key, { ...marks, ...part }) }, "replace");
  const toggle = (id: string) => {
    const hidden = new Set(marks.hidden);
    if (!hidden.delete(id)) hidden.add(id);
    set({ hidden });
  };
  const scores = new Map(layers.flatMap((layer) => [...layer.scores]));
  return (
    <Popover
      label={`Boxes and masks of ${media.key}`}
      align="end"
      trigger={
        <IconButton
          small
          icon="layers"
          label={`Boxes and masks of ${media.key}`}
          aria-pressed={marks.hidden.size > 0 || Object.keys(marks.least).length > 0}
        />
      }
    >
      <div className={styles.menu}>
        {layers.map((layer) => (
          <LayerClasses key={layer.id} layer={layer} marks={marks} onToggle={toggle} />
        ))}
        {[...scores].map(([name, [low, high]]) => (
          <Slider
            key={name}
            label={`${name} at least`}
            value={marks.least[name] ?? low}
            low={low}
            high={high}
            onChange={(value) => {
              const { [name]: _, ...rest } = marks.least;
              set({ least: value <= low ? rest : { ...rest, [name]: value } });
            }}
          />
        ))}
        {layers.some(({ kind }) => kind === "masks") && (
          <Slider
            label="Opacity of masks"
            value={marks.opacity}
            low={0}
            high={1}
            onChange={(opacity) => set({ opacity })}
          />
        )}
        <div className={styles.foot}>
          <label>
            <input type="checkbox" checked={marks.labels} onChange={() => set({ labels: !marks.labels })} />{" "}
            Names
          </label>
          <Button onClick={() => set(ALL_MARKS)}>Show everything</Button>
        </div>
      </div>
    </Popover>
  );
}

function LayerClasses({
  layer,
  marks,
  onToggle,
}: {
  layer: SeenLayer;
  marks: Marks;
  onToggle(id: string): void;
}) {
  const on = !marks.hidden.has(layer.id);
  return (
    <fieldset className={styles.layer}>
      <legend>
        <label>
          <input type="checkbox" checked={on} onChange={() => onToggle(layer.id)} /> {layer.name}{" "}
          <span className={styles.kind}>{layer.kind}</span>
        </label>
      </legend>
      {[...layer.classes]
        .sort(([a], [b]) => a - b)
        .map(([id, name]) => {
          const classId = `${layer.id}/${id}`;
          return (
            <button
              key={id}
              type="button"
              className={styles.class}
              aria-pressed={on && !marks.hidden.has(classId)}
              disabled={!on}
              onClick={() => onToggle(classId)}
            >
              <span className={styles.colour} style={{ background: cssClassColour(id) }} />
              {name}
            </button>
          );
        })}
    </fieldset>
  );
}

interface SliderProps {
  label: string;
  value: number;
  low: number;
  high: number;
  onChange(value: number): void;
}

function Slider({ label, value, low, high, onChange }: SliderProps) {
  return (
    <label className={styles.slider}>
      <span>{label}</span>
      <input
        type="range"
        aria-label={label}
        min={low}
        max={high}
        step={(high - low) / 100 || 0.01}
        value={value}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output>{value.toFixed(2)}</output>
    </label>
  );
}
