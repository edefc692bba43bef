import { useState } from "react";
import { Button } from "@/ui/Button";
import form from "../settings/Form.module.css";
import styles from "./Views.module.css";

interface Props {
  label: string;
  action: string;
  value?: string;
  onName(name: string): void;
}

export function NameForm({ label, action, value = "", onName }: Props) {
  const [name, setName] = useState(value);
  const said = name.trim();
  return (
    <form
      className={styles.name}
      onSubmit={(event) => {
        event.preventDefault();
        if (said === "") return;
        onName(said);
        setName(value);
      }}
    >
      <input
        className={form.input}
        aria-label={label}
        placeholder={label}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" disabled={said === "" || said === value}>
        {action}
      </Button>
    </form>
  );
}
