import { useState } from "react";
import { IconButton } from "./Button";
import styles from "./Code.module.css";
import { copyText } from "./clipboard";
import type { IconName } from "./Icon";

export function Code({ text, label }: { text: string; label: string }) {
  return (
    <div className={styles.code}>
      <pre className={styles.text} role="region" tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <CopyButton text={text} className={styles.copy} />
    </div>
  );
}

export function CopyButton({
  text,
  className,
  label = "Copy",
  icon = "copy",
}: {
  text: string;
  className?: string;
  label?: string;
  icon?: IconName;
}) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    setCopied(await copyText(text));
    setTimeout(() => setCopied(false), 1200);
  };
  return (
    <IconButton
      small
      className={className}
      icon={copied ? "check" : icon}
      label={copied ? "Copied" : label}
      onClick={() => void copy()}
    />
  );
}
