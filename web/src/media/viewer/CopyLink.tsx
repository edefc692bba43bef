import { useState } from "react";
import { IconButton } from "@/ui/Button";
import { copyText } from "@/ui/clipboard";
import { linkOf } from "./link";

/** The address of what is open, at its step. */
export function CopyLink({ noun }: { noun: string }) {
  const [copied, setCopied] = useState(false);
  return (
    <IconButton
      icon={copied ? "check" : "link"}
      label={copied ? "The link is copied" : `Copy a link to this ${noun} at this step`}
      onClick={() => void copyText(linkOf(window.location.href)).then(setCopied)}
      onBlur={() => setCopied(false)}
    />
  );
}
