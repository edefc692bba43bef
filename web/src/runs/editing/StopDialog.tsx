import { useQuery, useQueryClient } from "@tanstack/react-query";
import { runIdsQuery } from "@/api/queries";
import { edit } from "@/edits/editor";
import { both } from "@/filter/text";
import { plural } from "@/format/number";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import styles from "./StopDialog.module.css";
import { onlyRun, type Subject } from "./subject";

const GOING_ON = "state in (running, preempting)";

interface Props {
  project: string;
  subject: Subject;
  onClose(): void;
}

/** Says how many runs would be asked to stop, and asks them. */
export function StopDialog({ project, subject, onClose }: Props) {
  const client = useQueryClient();
  const run = onlyRun(subject);
  const question = { project, filter: both(subject.filter, GOING_ON), place: subject.place };
  const asked = useQuery(runIdsQuery(question, 1));
  const going = asked.data?.total;
  const stop = () => {
    onClose();
    void edit(client, subject.target, { stop: true }, { name: run?.name });
  };
  const whom = run ? `“${run.name}”` : going === undefined ? "the runs" : plural(going, "run");
  return (
    <Dialog title={run ? "Stop the run" : "Stop runs"} open onClose={onClose}>
      <div className={styles.content}>
        <p role="status">
          {asked.error
            ? asked.error.message
            : going === undefined
              ? "Counting those that go on …"
              : going === 0
                ? "None of them goes on any more: there is nothing to stop."
                : `${whom[0]?.toUpperCase()}${whom.slice(1)} ${going === 1 ? "is" : "are"} asked to stop${
                    going < subject.count ? `; the other ${subject.count - going} ended before` : ""
                  }.`}
        </p>
        <p className={styles.quiet}>
          Where they train it is as if somebody had pressed Ctrl-C: what saves a checkpoint is carried out.
          Those that did not hear of it yet go on when you take it back.
        </p>
        <div className={styles.foot}>
          <Button data-autofocus="" onClick={onClose}>
            Let {run ? "it" : "them"} go on
          </Button>
          <Button className={styles.danger} disabled={!going} onClick={stop}>
            Stop {run ? "the run" : going === undefined ? "them" : plural(going, "run")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
