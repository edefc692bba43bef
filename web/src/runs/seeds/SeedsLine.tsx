import type { RunGroup } from "@/api/types";
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
        By {fieldLabel(field)}, <strong>{named(by, finding.leader)}</strong> leads
        {finding.compared > 0 && `; ${withinText(within.size, finding.compared)}`}.
        {luck && ` ${luckText(luck.runs, luck.best, luck.expected, luck.isChance)}`}
      </p>
      <Popover label="How this is known" align="end" trigger={<Button>How is this known?</Button>}>
        <div className={styles.explained}>
          <p>
            The best mean leads ({better === "higher" ? "more" : "less"} is better; the menu of the column
            changes that). Another experiment is within noise of it when Welch’s t test, at 95 %, cannot tell
            their means apart. Its cells are marked ≈.
          </p>
          <p>
            The best of several seeds is above their mean even if nothing but chance makes them differ. What
            so many draws from a normal distribution with this mean and spread give on average stands beside
            it. A best that one such set of draws in twenty reaches or less is told as more than chance.
          </p>
        </div>
      </Popover>
    </div>
  );
}

const named = (by: readonly string[], group: RunGroup): string =>
  by.map((field, place) => `${fieldLabel(field)} ${groupTexts(by, group)[place]}`).join(", ");

function withinText(within: number, compared: number): string {
  if (within === 0)
    return compared === 1 ? "the other is clearly behind" : `all ${compared} others are clearly behind`;
  if (within === compared && compared === 1) return "the other is within noise of it";
  return `${within} of ${plural(compared, "other")} ${within === 1 ? "is" : "are"} within noise of it`;
}

const luckText = (runs: number, best: number, expected: number, isChance: boolean): string =>
  `The best of its ${runs} seeds, ${formatNumber(best)}, is ${isChance ? "what chance gives" : "more than chance gives"}: ${formatNumber(expected)} is to be expected of ${runs}.`;
