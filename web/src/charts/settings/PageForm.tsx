import type { SetView } from "@/route/navigation";
import { readView } from "@/route/search";
import type { ChartView } from "../view";
import { Check } from "./AxisFields";
import { Field } from "./Field";
import form from "./Form.module.css";
import { LineFields } from "./LineFields";
import { LINE_KEYS, type LineSettings, lineParams } from "./params";

const DEFAULTS = readView(lineParams, "");

interface Props {
  view: ChartView;
  onChange: SetView<ChartView>;
}

/** The settings of all charts of the page, which sections and charts may say otherwise. */
export default function PageForm({ view, onChange }: Props) {
  const differing = LINE_KEYS.filter((key) => JSON.stringify(view[key]) !== JSON.stringify(DEFAULTS[key]));
  const own: Partial<LineSettings> = Object.fromEntries(differing.map((key) => [key, view[key]]));
  const change = (part: Partial<LineSettings>) => {
    const said = Object.entries(part).map(([key, value]) => [
      key,
      value ?? DEFAULTS[key as keyof LineSettings],
    ]);
    const next: Partial<ChartView> = Object.fromEntries(said);
    onChange(part.x === undefined ? next : { ...next, zoom: null }, "replace");
  };
  return (
    <div className={form.form}>
      <LineFields settings={view} own={own} onChange={change} />
      <Field label="Zoom" said={!view.sync} onUnsay={() => onChange({ sync: true })}>
        <Check
          label="All charts together"
          on={view.sync}
          onChange={(sync) => onChange({ sync, ...(sync ? {} : { zoom: null }) })}
        />
      </Field>
    </div>
  );
}
