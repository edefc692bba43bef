import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import access from "@/access/Access.module.css";
import { Once } from "@/access/Once";
import { useMay } from "@/access/rights";
import { sendJson } from "@/api/client";
import type { ShareMade } from "@/api/schema";
import { plural } from "@/format/number";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Failure } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import type { Shared } from "./ShareButton";
import styles from "./Sharing.module.css";

const LIVES = [
  { value: "3600", label: "for an hour" },
  { value: "86400", label: "for a day" },
  { value: "604800", label: "for 7 days" },
  { value: "2592000", label: "for 30 days" },
  { value: "date", label: "until a day" },
];
const FOR_EVER = { value: "", label: "until it is revoked" };

/** The page that is shown, from the root of the UI. */
const presentPage = (): string =>
  `${window.location.pathname.slice(new URL(document.baseURI).pathname.length)}${window.location.search}`;

/** How long it is until the end of a day of the reader's. */
const secsUntilEndOf = (day: string): number => {
  const end = new Date(`${day}T00:00`);
  end.setDate(end.getDate() + 1);
  return (end.getTime() - Date.now()) / 1000;
};

/** Makes a link by which somebody without a login may look. */
export default function ShareDialog({ onClose, ...shared }: Shared & { onClose(): void }) {
  const may = useMay();
  const { what, project, runs = [], projects = [project] } = shared;
  const client = useQueryClient();
  const [label, setLabel] = useState("");
  const [lives, setLives] = useState("604800");
  const [day, setDay] = useState("");
  const make = useMutation({
    mutationFn: () =>
      sendJson<ShareMade>("POST", "shares", {
        project,
        runs,
        page: presentPage(),
        label: label.trim(),
        lives_secs: lives === "" ? null : lives === "date" ? secsUntilEndOf(day) : Number(lives),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["shares"] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  const link = make.data && new URL(make.data.address, document.baseURI).href;
  return (
    <Dialog title={`Share ${what}`} open onClose={onClose}>
      <div className={access.tokens}>
        <p className={access.hint}>
          {runs.length > 0
            ? `Who has the link sees ${runs.length === 1 ? "this run" : `these ${plural(runs.length, "run")}`} and nothing else:`
            : `Who has the link sees all of ${project} and what lies below it:`}{" "}
          charts, media, notes, console, code, files, and on which machine it was made. They need no login and
          can change nothing. Comments are not shown.
        </p>
        {link === undefined ? (
          <form className={access.form} onSubmit={submit}>
            <label className={access.field}>
              What it is for
              <input
                className={access.input}
                value={label}
                maxLength={200}
                placeholder="optional"
                onChange={(event) => setLabel(event.target.value)}
              />
            </label>
            <Select
              label="How long it holds"
              value={lives}
              options={may("admin", ...projects) ? [...LIVES, FOR_EVER] : LIVES}
              onChange={setLives}
            />
            {lives === "date" && (
              <input
                type="date"
                className={`${access.input} ${styles.day}`}
                aria-label="Its last day"
                value={day}
                required
                onChange={(event) => setDay(event.target.value)}
              />
            )}
            <Button type="submit" disabled={make.isPending}>
              Make a link
            </Button>
          </form>
        ) : (
          <Once text={link} copy="Copy the link">
            Copy it now: nobody is shown it again. Your links are in the menu of your name.
          </Once>
        )}
        {make.error && <Failure error={make.error} inline />}
      </div>
    </Dialog>
  );
}
