import { type FormEvent, useState } from "react";
import { formatCount, plural } from "@/format/number";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import box from "./PickBox.module.css";
import styles from "./PickMenu.module.css";
import type { RunPicks } from "./usePicks";

interface Props {
  picks: RunPicks;
  /** The runs of the rows in sight. */
  inSight(): string[];
  /** The first runs of the list, however many rows are here already. */
  first(count: number): Promise<string[]>;
}

/** Picks many runs at once: those in sight, the first of the list, or all that the filter lets through. */
export function PickMenu({ picks, inSight, first }: Props) {
  const { count, listed, choose, chooseAll, clear } = picks;
  const [open, setOpen] = useState(false);
  const [wanted, setWanted] = useState("100");
  const then = (action: () => void) => () => {
    setOpen(false);
    action();
  };
  const chooseFirst = (event: FormEvent) => {
    event.preventDefault();
    setOpen(false);
    const number = Math.floor(Number(wanted));
    if (number > 0) void first(number).then(choose);
  };
  const mark = count === 0 ? "" : count >= listed.total ? box.on : box.some;
  return (
    <Popover
      label="Pick runs"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button type="button" className={`${box.box} ${mark}`} aria-label="Pick runs" title="Pick runs" />
      }
    >
      <div className={styles.menu}>
        <p className={styles.title}>{count > 0 ? `${plural(count, "run")} picked` : "Pick runs"}</p>
        <Button onClick={then(() => choose(inSight()))}>Those in sight</Button>
        <form className={styles.first} onSubmit={chooseFirst}>
          <Button type="submit">The first</Button>
          <input
            className={styles.number}
            inputMode="numeric"
            aria-label="How many runs"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        </form>
        <Button onClick={then(chooseAll)}>
          {listed.filter.trim() === "" ? "All" : "All that match:"} {formatCount(listed.total)}
        </Button>
        <Button disabled={count === 0} onClick={then(clear)}>
          None
        </Button>
      </div>
    </Popover>
  );
}
