import styles from "./Tag.module.css";

export function Tag({ name }: { name: string }) {
  return (
    <span className={styles.tag} title={name}>
      {name}
    </span>
  );
}
