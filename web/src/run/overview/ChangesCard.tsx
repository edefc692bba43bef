import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useMayEdit } from "@/access/rights";
import { type MadeEdit, madeEditsQuery } from "@/api/edits";
import type { RunDetail } from "@/api/types";
import { edit } from "@/edits/editor";
import { changedWords } from "@/edits/words";
import { plural } from "@/format/number";
import { formatAgo, formatDateTime } from "@/format/time";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { useNow } from "@/ui/now";
import styles from "./ChangesCard.module.css";

const FIRST = 5;

/** Who changed what about a run, the newest first, and the way to take each of it back. */
export function ChangesCard({ run }: { run: RunDetail }) {
  const [all, setAll] = useState(false);
  const edits = useQuery(madeEditsQuery(run.id)).data ?? [];
  if (edits.length === 0) return null;
  const rest = edits.length - FIRST;
  return (
    <Card title="Changes" note={edits.length} flush>
      <ul className={styles.list}>
        {(all ? edits : edits.slice(0, FIRST)).map((made) => (
          <Change key={`${made.time} ${made.author}`} run={run} made={made} />
        ))}
      </ul>
      {rest > 0 && !all && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          {plural(rest, "earlier change")}
        </button>
      )}
    </Card>
  );
}

function Change({ run, made }: { run: RunDetail; made: MadeEdit }) {
  const client = useQueryClient();
  const mayEdit = useMayEdit(run.project);
  const now = useNow();
  const { author, time, changes, undo } = made;
  const words = changedWords(changes, undo);
  const back = () =>
    void edit(client, { runs: [run.id] }, undo, { what: `Taken back: ${words[0]?.what ?? "the change"}.` });
  return (
    <li className={styles.change}>
      <div className={styles.head}>
        <span className={styles.author}>{author === null ? "The script" : author || "somebody"}</span>
        <time dateTime={new Date(time / 1000).toISOString()} title={formatDateTime(time)}>
          {formatAgo(time, now)}
        </time>
        {mayEdit && (changes.stop === undefined || time === run.stop_asked_time) && (
          <Button className={styles.undo} onClick={back}>
            {changes.stop ? "Take back" : "Undo"}
          </Button>
        )}
      </div>
      {words.map(({ what, before, after }) =>
        before === after ? (
          <p key={what} className={styles.plain}>
            {what}
          </p>
        ) : (
          <details key={what} className={styles.what}>
            <summary>{what}</summary>
            <dl>
              <dt>Before</dt>
              <dd>{before || "nothing"}</dd>
              <dt>After</dt>
              <dd>{after || "nothing"}</dd>
            </dl>
          </details>
        ),
      )}
    </li>
  );
}
