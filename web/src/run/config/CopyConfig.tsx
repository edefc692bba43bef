import { useState } from "react";
import type { Json } from "@/api/types";
import { useCommands } from "@/app/commands";
import { Button } from "@/ui/Button";
import { copyText } from "@/ui/clipboard";
import { Popover } from "@/ui/Popover";
import styles from "./CopyConfig.module.css";
import { toJsonText } from "./json";
import { toYamlText } from "./yaml";

/** Takes the whole config along. */
export function CopyConfig({ config }: { config: { [key: string]: Json } }) {
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  const copy = async (text: string) => {
    const done = await copyText(text);
    setOpen(false);
    setCopied(done);
    setTimeout(() => setCopied(false), 1200);
  };
  const json = () => void copy(toJsonText(config));
  const yaml = () => void copy(toYamlText(config));
  useCommands([
    { name: "Copy the config as JSON", run: json },
    { name: "Copy the config as YAML", run: yaml },
  ]);
  return (
    <Popover
      label="Copy the config"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={<Button icon={copied ? "check" : "copy"}>{copied ? "Copied" : "Copy"}</Button>}
    >
      <div className={styles.menu}>
        <Button onClick={json}>As JSON</Button>
        <Button onClick={yaml}>As YAML</Button>
      </div>
    </Popover>
  );
}
