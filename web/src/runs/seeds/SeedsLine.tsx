import type { RunGroup } from "@/api/types";
import { fewOf } from "@/format/list";
import { formatNumber, plural } from "@/format/number";
import { fieldLabel } from "@/project/fields";
import { Button } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import type { Better } from "../baseline/difference";
import { groupTexts } from "../grouping/groupList";
import type { Finding } from "./findings";
import styles from "./Seeds.module.css";

interface Props {
  field: string;
  better: Exclude<Better, "neither">;
  by: readonly string[];
  finding: Finding;
}

/** What the seeds say, in one sentence, and how that is known. */
export function SeedsLine({ field, better, by, finding }: Props) {
  const { luck, within } = finding;
  return (
    <div className={styles.line}>
      <p>
        By {fieldLabel(field)},{" "}
        <strong title={named(by, finding.leader)}>{named(by, finding.leader, MOST_NAMED)}</strong> leads
        {finding.compared > 0 && `; ${withinText(within.size, finding.compared)}`}.
        {luck && ` ${luckText(luck.runs, luck.best, luck.expected, luck.isChance)}`}
      </p>
      <Popover label="How this is known" align="end" trigger={<Button>How is this known?</Button>}>
        <div className={styles.explained}>
          <p>
            The best mean leads ({better === "higher" ? "more" : "less"} is better; the menu of the column
            changes that). Another experiment is within noise of it when Welch’s t test cannot tell their
            means apart at 95 %. Since the leader was picked as the best of all, the test allows for every
            pair that could have been compared (Bonferroni). Cells within noise are marked ≈. More seeds tell
            more apart.
          </p>
          <p>
            The best of several seeds is above their mean even if nothing but chance makes them differ: who
            reports it alone reports luck. What the best of so many is on average, if they are draws from one
            normal distribution, stands beside it. A best so far out that one such set in twenty has it
            (Grubbs’ test) is told as more than chance.
          </p>
        </div>
      </Popover>
    </div>
  );
}

/** So many settings say which experiment is meant. */
const MOST_NAMED = 4;

function named(by: readonly string[], group: RunGroup, most = by.length): string {
  const texts = groupTexts(by, group);
  return fewOf(
    by.map((field, place) => `${fieldLabel(field)} ${texts[place]}`),
    most,
  );
}

function withinText(within: number, compared: number): string {
  if (within === 0)
    return compared === 1
      ? "the other is clearly behind"
      : `${compared === 2 ? "both" : `all ${compared}`} others are clearly behind`;
  if (within === compared && compared === 1) return "the other is within noise of it";
  return `${within} of ${plural(compared, "other")} ${within === 1 ? "is" : "are"} within noise of it`;
}

const luckText = (runs: number, best: number, expected: number, isChance: boolean): string =>
  isChance
    ? `Its best seed, ${formatNumber(best)}, was picked by luck: the best of ${runs} is ${formatNumber(expected)} by chance alone.`
    : `Its best seed, ${formatNumber(best)}, stands out: the best of ${runs} would be ${formatNumber(expected)} by chance.`;
