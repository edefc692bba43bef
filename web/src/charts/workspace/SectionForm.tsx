import { useCharts } from "../context";
import form from "../settings/Form.module.css";
import { LineFields } from "../settings/LineFields";
import { inherit } from "../settings/params";
import { useActions } from "./actions";

/** The settings of all line charts of a section. */
export default function SectionForm({ name }: { name: string }) {
  const { settings } = useCharts();
  const { settingsOfSection, changeSection } = useActions();
  const own = settingsOfSection(name);
  return (
    <div className={form.form}>
      <LineFields
        settings={inherit(settings, own)}
        own={own}
        onChange={(change) => changeSection(name, change)}
      />
    </div>
  );
}
