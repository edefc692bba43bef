import { useMemo, useState } from "react";
import { formatCount } from "@/format/number";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { CopyButton } from "@/ui/Code";
import { SearchBox } from "@/ui/SearchBox";
import styles from "./PackagesCard.module.css";

export function PackagesCard({ packages }: { packages: Record<string, string> }) {
  const [open, setOpen] = useState(false);
  const [search, setSearch] = useState("");
  const all = useMemo(
    () => Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en", { sensitivity: "base" })),
    [packages],
  );
  const wanted = search.toLowerCase();
  const shown = all.filter(([name, version]) => `${name}==${version}`.toLowerCase().includes(wanted));
  return (
    <Card
      title="Packages"
      note={formatCount(all.length)}
      flush
      tools={
        <>
          {open && <SearchBox label="Search packages" value={search} onChange={setSearch} />}
          <CopyButton
            text={all.map(([name, version]) => `${name}==${version}\n`).join("")}
            label="Copy as requirements.txt"
          />
          <Button aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? "Hide" : "Show"}
          </Button>
        </>
      }
    >
      {open && (
        <ul className={styles.list}>
          {shown.map(([name, version]) => (
            <li key={name}>
              <span>{name}</span>
              <span className={styles.version}>{version}</span>
            </li>
          ))}
          {shown.length === 0 && <li>No package matches “{search}”.</li>}
        </ul>
      )}
    </Card>
  );
}
