import { useDraft } from "@/ui/draft";
import styles from "../../settings/Form.module.css";
import { useFlush } from "../../settings/TextInput";
import type { FormProps } from "../kind";
import type { TextSettings } from "./kind";

const REST_MS = 400;

export default function TextForm({ settings, onChange }: FormProps<TextSettings>) {
  const write = (text: string) => onChange({ text: text || undefined });
  const [draft, change] = useDraft(settings.text, write, REST_MS);
  useFlush(draft, settings.text, write);
  return (
    <textarea
      className={styles.area}
      aria-label="Text in Markdown"
      placeholder="# Markdown"
      value={draft}
      onChange={(event) => change(event.target.value)}
    />
  );
}
