import { useQuery } from "@tanstack/react-query";
import { consoleQuery } from "@/api/queries";
import { Notice } from "@/ui/Notice";
import type { RunTabProps } from "../RunPage";
import page from "../RunPage.module.css";

const TAIL = { first: -1000, limit: 1000 };

export function RunConsole({ run }: RunTabProps) {
  const { data } = useQuery(consoleQuery(run.id, TAIL));
  return (
    <div className={page.scroll} role="group" aria-label="Console" tabIndex={0}>
      {data?.total === 0 && <Notice title="This run has printed nothing." inline />}
      <pre>{data?.lines.map((line) => line.text).join("\n")}</pre>
    </div>
  );
}
