import button from "./Button.module.css";
import { Icon } from "./Icon";

interface Props {
  href: string;
  /** What the file is called on the reader's disk. */
  name: string;
  label: string;
}

/** A download as an icon among buttons. */
export function DownloadLink({ href, name, label }: Props) {
  return (
    <a
      className={`${button.icon} ${button.small}`}
      href={href}
      download={name}
      aria-label={label}
      title={label}
    >
      <Icon name="download" size={14} />
    </a>
  );
}
