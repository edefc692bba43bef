import { formatValue } from "@/format/value";
import { Facts } from "@/ui/Facts";
import { Notice } from "@/ui/Notice";
import type { RunTabProps } from "../RunPage";
import page from "../RunPage.module.css";
import { flatten } from "./flatten";

export function RunConfig({ run }: RunTabProps) {
  const entries = flatten(run.config);
  return (
    <div className={page.scroll} role="group" aria-label="Config" tabIndex={0}>
      {entries.length === 0 ? (
        <Notice title="This run has no config." inline>
          <p>runstone.init(config=…) records what it was started with.</p>
        </Notice>
      ) : (
        <Facts facts={entries.map(([key, value]) => [key, formatValue(value)] as const)} />
      )}
    </div>
  );
}
