import { useDraft } from "@/ui/draft";
import styles from "../../settings/Form.module.css";
import type { FormProps } from "../kind";
import type { TextSettings } from "./kind";

const REST_MS = 400;

export default function TextForm({ settings, onChange }: FormProps<TextSettings>) {
  const [draft, change] = useDraft(settings.text, (text) => onChange({ text: text || undefined }), REST_MS);
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
