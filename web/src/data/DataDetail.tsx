import type { DataGroup, DataUse } from "@/api/types";
import { formatCount } from "@/format/number";
import { formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { useView } from "@/route/navigation";
import { searchView, text } from "@/route/search";
import { Button } from "@/ui/Button";
import { Card } from "@/ui/Card";
import { Select } from "@/ui/Select";
import styles from "./Data.module.css";
import { DataChanges } from "./DataChanges";
import { DataFacts } from "./DataFacts";
import { DEPTHS, keyOfGroup } from "./words";

const MOST_USES = 200;
const detailView = searchView({ against: text() });

interface Props {
  group: DataGroup;
  /** All data, for what this one may be compared with. */
  groups: readonly DataGroup[];
  onBack(): void;
}

/** One data: what is known of it, which runs used it, and how it differs from another state of it. */
export function DataDetail({ group, groups, onBack }: Props) {
  const best = group.uses.find(({ known }) => known === group.known) ?? group.uses[0];
  return (
    <div className={styles.detail} role="group" tabIndex={0} aria-label={`Data ${group.name}`}>
      <div className={styles.back}>
        <Button icon="chevronLeft" onClick={onBack}>
          All data
        </Button>
      </div>
      <Card title={group.name} note={group.role === "dataset" ? "data set" : "pretrained model"}>
        {best && <DataFacts use={best} />}
      </Card>
      <Card title="Runs that used it" note={formatCount(group.runs)} flush>
        <Uses uses={group.uses} />
      </Card>
      {best?.listing && <Differences group={group} listing={best.listing} groups={groups} />}
    </div>
  );
}

function Uses({ uses }: { uses: readonly DataUse[] }) {
  return (
    <div className={styles.scroll} role="region" tabIndex={0} aria-label="Runs that used it">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Run</th>
            <th scope="col">Project</th>
            <th scope="col">As</th>
            <th scope="col">Fingerprint</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {uses.slice(0, MOST_USES).map((use) => (
            <tr key={`${use.run} ${use.name} ${use.context} ${use.time}`}>
              <td>
                <Link
                  to={{ page: "run", project: use.project, run: use.run }}
                  search="tab=data"
                  className={styles.link}
                >
                  {use.run_name}
                </Link>{" "}
                <span className={styles.quiet}>{use.display_id}</span>
              </td>
              <td>{use.project}</td>
              <td>{use.context || use.name}</td>
              <td className={styles.quiet}>{DEPTHS[use.known].word}</td>
              <td data-number="">{formatDateTime(use.time)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {uses.length > MOST_USES && (
        <p className={styles.padded}>
          The newest {formatCount(MOST_USES)} of {formatCount(uses.length)} are listed. `runstone data show`
          has all.
        </p>
      )}
    </div>
  );
}

function Differences({ group, listing, groups }: Omit<Props, "onBack"> & { listing: string }) {
  const [{ against }, change] = useView(detailView);
  const others = groups.filter(
    (other) => other !== group && other.uses.some((use) => use.listing !== null && use.listing !== listing),
  );
  // Another state of the same is what one wants to see first.
  const named = [...others].sort((a, b) => Number(b.name === group.name) - Number(a.name === group.name));
  const other =
    named.find((each) => keyOfGroup(each) === against) ?? named.find((each) => each.name === group.name);
  const before = other?.uses.find((use) => use.listing !== null)?.listing;
  if (named.length === 0) return null;
  return (
    <Card
      title="Differences"
      flush
      tools={
        <>
          <span className={styles.quiet}>from</span>
          <Select
            label="The data to compare with"
            value={other ? keyOfGroup(other) : ""}
            options={[
              ...(other ? [] : [{ value: "", label: "choose" }]),
              ...named.map((each) => ({ value: keyOfGroup(each), label: labelOf(each) })),
            ]}
            onChange={(next) => change({ against: next }, "replace")}
          />
        </>
      }
    >
      {before ? (
        <DataChanges before={before} after={listing} />
      ) : (
        <p className={styles.padded}>Choose the data that this one is compared with.</p>
      )}
    </Card>
  );
}

const labelOf = ({ name, digest, uses }: DataGroup): string =>
  `${name} ${digest.slice(0, 8)} (${uses[0]?.display_id ?? ""})`;
