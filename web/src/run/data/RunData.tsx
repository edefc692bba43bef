import { useQuery } from "@tanstack/react-query";
import { runDataQuery } from "@/api/data";
import type { DataUse } from "@/api/types";
import styles from "@/data/Data.module.css";
import { DataFacts } from "@/data/DataFacts";
import { keyOfUse } from "@/data/words";
import { Link } from "@/route/Link";
import { Card } from "@/ui/Card";
import { Code } from "@/ui/Code";
import { Failure, Notice, Skeleton } from "@/ui/Notice";
import type { RunTabProps } from "../RunPage";
import page from "../RunPage.module.css";

const LOG = `run.log_dataset("digits", "data/digits", context="train")
run.log_pretrained("bert", "hf://bert-base-uncased@main")`;

/** The data and pretrained models that a run works with, as far as they are known. */
export function RunData({ run }: RunTabProps) {
  const query = useQuery(runDataQuery(run.id));
  if (query.error && !query.data) {
    return (
      <div className={page.scroll}>
        <Failure error={query.error} inline onRetry={() => void query.refetch()} />
      </div>
    );
  }
  if (!query.data) return <Skeleton height={180} />;
  if (query.data.length === 0) {
    return (
      <div className={page.scroll}>
        <Notice title="This run did not say which data it works with." inline>
          <p>These lines record it; a fingerprint tells later whether the data has changed.</p>
          <Code text={LOG} label="Python that records data" />
        </Notice>
      </div>
    );
  }
  return (
    <div className={page.scroll} tabIndex={0} role="group" aria-label="Data of the run">
      <div className={styles.cards}>
        {query.data.map((use) => (
          <Card
            key={`${use.role} ${use.name} ${use.context}`}
            title={use.name}
            note={[use.role === "dataset" ? "data set" : "pretrained model", use.context]
              .filter(Boolean)
              .join(" · ")}
            tools={<UsesLink use={use} />}
          >
            <DataFacts use={use} />
          </Card>
        ))}
      </div>
    </div>
  );
}

function UsesLink({ use }: { use: DataUse }) {
  return (
    <Link
      to={{ page: "data" }}
      search={new URLSearchParams({ data: keyOfUse(use) }).toString()}
      className={styles.link}
    >
      Who used it, what changed
    </Link>
  );
}
