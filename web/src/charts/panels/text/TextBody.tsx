import { useEffect } from "react";
import { Markdown } from "@/ui/Markdown";
import type { BodyProps } from "../kind";
import shared from "../shared/Shared.module.css";
import type { TextSettings } from "./kind";
import styles from "./Text.module.css";

export default function TextBody({ title, settings, height, onReport }: BodyProps<TextSettings>) {
  useEffect(() => onReport({ mark: "", value: "", svg: null, table: null, links: () => [] }), [onReport]);
  if (settings.text === "") {
    return (
      <div className={shared.panel} style={{ height }}>
        <p className={shared.state}>Write the text in the settings of this panel.</p>
      </div>
    );
  }
  return (
    <div className={styles.text} style={{ height }} role="region" aria-label={title} tabIndex={0}>
      <Markdown text={settings.text} />
    </div>
  );
}
