import { Icon, type IconName } from "@/ui/Icon";
import styles from "./PanelMenu.module.css";

interface Props {
  icon: IconName;
  text: string;
  disabled?: boolean;
  onClick(): void;
}

/** A line of a menu. */
export function MenuItem({ icon, text, disabled, onClick }: Props) {
  return (
    <button type="button" className={styles.item} disabled={disabled} onClick={onClick}>
      <Icon name={icon} size={14} />
      {text}
    </button>
  );
}
