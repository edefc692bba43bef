import { useEffect, useRef } from "react";
import { useMayEdit } from "@/access/rights";
import type { RunDetail } from "@/api/types";
import { withKey } from "@/app/bindings";
import { RunPicker } from "@/compare/RunPicker";
import { formatCount, formatNumber } from "@/format/number";
import { formatAgo, formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { goTo } from "@/route/navigation";
import { compareLink } from "@/route/paths";
import { Editors } from "@/runs/editing/Editors";
import { useEditing } from "@/runs/editing/editing";
import { NameInput } from "@/runs/editing/NameInput";
import { RunMenu } from "@/runs/editing/RunMenu";
import { RunState } from "@/runs/RunState";
import { ShareButton } from "@/sharing/ShareButton";
import { Button, IconButton } from "@/ui/Button";
import { Icon } from "@/ui/Icon";
import { useNow } from "@/ui/now";
import { Tag } from "@/ui/Tag";
import { useRunDeeds } from "./actions/useRunDeeds";
import { LiveDuration } from "./LiveDuration";
import { PlaceNotice } from "./PlaceNotice";
import styles from "./RunPage.module.css";
import { StopButton } from "./StopButton";

function BestValue({ best, run }: { best: NonNullable<RunDetail["best"]>; run: RunDetail }) {
  return (
    <Link
      to={{ page: "run", project: run.project, run: run.id }}
      search="tab=outputs"
      className={styles.best}
      title={`The ${best.goal === "maximize" ? "highest" : "lowest"} value of what the run is judged by; its checkpoints are among the outputs`}
    >
      best {best.metric} <strong data-number="">{formatNumber(best.value ?? Number.NaN)}</strong>
      {best.step !== null && ` at step ${formatCount(best.step)}`}
    </Link>
  );
}

/** What the run is called, how it does, and what can be done with it. */
export function RunHead({ run }: { run: RunDetail }) {
  const now = useNow();
  const mayEdit = useMayEdit(run.project);
  const more = useRef<HTMLButtonElement>(null);
  const anchor = () => more.current?.getBoundingClientRect() ?? new DOMRect(120, 80, 0, 0);
  const deeds = useRunDeeds(run, anchor);
  const naming = useEditing(({ open }) => open?.what === "name");
  const name = useRef<HTMLButtonElement>(null);
  const named = useRef(false);
  useEffect(() => {
    // The field that had the focus is gone.
    if (named.current && !naming && document.activeElement === document.body) name.current?.focus();
    named.current = naming;
  }, [naming]);
  return (
    <>
      <PlaceNotice run={run} deeds={deeds} />
      <header className={styles.head}>
        <h1 className={styles.title}>
          {naming ? (
            <NameInput run={run} />
          ) : !mayEdit ? (
            run.name
          ) : (
            <button
              ref={name}
              type="button"
              className={styles.name}
              title={withKey("Rename", "rename")}
              onClick={() => deeds.begin("name")}
            >
              {run.name}
            </button>
          )}
        </h1>
        {run.starred && (
          <span className={styles.star} title="A baseline" role="img" aria-label="A baseline">
            <Icon name="starFilled" size={13} />
          </span>
        )}
        <span className={styles.quiet}>{run.display_id}</span>
        <RunState run={run} wordy />
        <span className={styles.quiet} title={formatDateTime(run.created_time)} data-number="">
          <LiveDuration run={run} /> · started {formatAgo(run.created_time, now)}
        </span>
        {run.best && run.best.value !== null && <BestValue best={run.best} run={run} />}
        <span className={styles.tools}>
          {(run.state === "running" || run.state === "preempting") && <StopButton run={run} />}
          {deeds.canCompare && (
            <RunPicker
              project={run.project}
              label="Compare with"
              taken={[run.id]}
              open={deeds.comparing}
              onOpenChange={deeds.setComparing}
              onPick={(other) => {
                const { to, search } = compareLink(run.project, [run.id, other.id]);
                goTo(to, search);
              }}
              trigger={
                <Button icon="columns">
                  <span className={styles.words}>Compare with…</span>
                </Button>
              }
            />
          )}
          <ShareButton what="this run" project={run.project} runs={[run.id]} />
          <IconButton ref={more} icon="more" label="What can be done with the run" onClick={deeds.openMenu} />
        </span>
        {run.parent && (
          <span className={styles.quiet}>
            forked from{" "}
            <Link to={{ page: "run", project: run.project, run: run.parent.id }}>
              {run.parent.display_id}
            </Link>{" "}
            at step {run.parent.step}
          </span>
        )}
        {run.tags.length > 0 && (
          <span className={styles.tags}>
            {run.tags.map((tag) => (
              <Tag key={tag} name={tag} />
            ))}
          </span>
        )}
      </header>
      <Editors project={run.project} />
      {deeds.menuOpen && (
        <RunMenu
          subject={deeds.subject}
          actions={deeds.actions}
          anchor={anchor}
          onAct={deeds.act}
          onClose={deeds.closeMenu}
        />
      )}
    </>
  );
}
