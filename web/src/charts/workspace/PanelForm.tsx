import { useCharts } from "../context";
import { kindOf, ownSettings, settingsOf } from "../panels/registry";
import { Field } from "../settings/Field";
import form from "../settings/Form.module.css";
import type { LineSettings } from "../settings/params";
import { TextInput } from "../settings/TextInput";
import { useActions } from "./actions";
import type { Panel } from "./arrange";

interface Props {
  panel: Panel;
  title: string;
  page: LineSettings;
}

/** The title of a panel and the settings of its kind. */
export default function PanelForm({ panel, title, page }: Props) {
  const actions = useActions();
  const { said } = useCharts();
  const kind = kindOf(panel.kind);
  if (!kind) return null;
  const settings = settingsOf(kind, panel, page, actions.settingsOfSection(panel.section), said);
  const { Form } = kind;
  return (
    <div className={form.form}>
      <Field label="Title" said={Boolean(panel.change?.title)} onUnsay={() => actions.rename(panel, "")}>
        <TextInput
          label="Title"
          value={panel.change?.title ?? ""}
          placeholder={title}
          onChange={(text) => actions.rename(panel, text)}
        />
      </Field>
      <Form
        settings={settings}
        own={ownSettings(kind, panel)}
        onChange={(change) => actions.changePanel(panel, change)}
      />
    </div>
  );
}
