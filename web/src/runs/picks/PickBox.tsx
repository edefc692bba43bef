import styles from "./PickBox.module.css";

interface Props {
  name: string;
  picked: boolean | "some";
  onPick(range: boolean): void;
}

/** Picks a run, or a group of them, to do something with it; with Shift, all from the one that was picked before. */
export function PickBox({ name, picked, onPick }: Props) {
  return (
    <button
      type="button"
      className={`${styles.box} ${picked === "some" ? styles.some : picked ? styles.on : ""}`}
      role="checkbox"
      aria-checked={picked === "some" ? "mixed" : picked}
      aria-label={`Pick ${name}`}
      onClick={(event) => onPick(event.shiftKey)}
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    />
  );
}
