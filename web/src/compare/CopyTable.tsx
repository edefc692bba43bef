import { useState } from "react";
import type { Comparison } from "@/api/types";
import { Button } from "@/ui/Button";
import { copyText } from "@/ui/clipboard";
import { Popover } from "@/ui/Popover";
import styles from "./ComparePage.module.css";
import { toCsv, toMarkdown } from "./exportTable";
import type { TableRow } from "./tableRows";

/** Takes the shown rows along. */
export function CopyTable({ comparison, rows }: { comparison: Comparison; rows: readonly TableRow[] }) {
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  const copy = async (text: string) => {
    const done = await copyText(text);
    setOpen(false);
    setCopied(done);
    setTimeout(() => setCopied(false), 1200);
  };
  return (
    <Popover
      label="Copy the table"
      open={open}
      onOpenChange={setOpen}
      trigger={<Button icon={copied ? "check" : "copy"}>{copied ? "Copied" : "Copy"}</Button>}
    >
      <div className={styles.menu}>
        <Button onClick={() => void copy(toMarkdown(comparison, rows))}>As Markdown</Button>
        <Button onClick={() => void copy(toCsv(comparison, rows))}>As CSV</Button>
      </div>
    </Popover>
  );
}
