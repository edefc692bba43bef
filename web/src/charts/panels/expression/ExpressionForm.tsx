import { ExpressionField } from "../../settings/ExpressionField";
import { LineFields } from "../../settings/LineFields";
import type { FormProps } from "../kind";
import type { LinesSettings } from "../lines/kind";

export default function ExpressionForm({ settings, own, onChange }: FormProps<LinesSettings>) {
  return (
    <>
      <ExpressionField expr={settings.expr} own={own.expr} onChange={onChange} />
      <LineFields settings={settings} own={own} onChange={onChange} />
    </>
  );
}
