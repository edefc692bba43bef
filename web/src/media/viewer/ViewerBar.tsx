import type { ReactNode } from "react";
import { formatCount } from "@/format/number";
import { Button, IconButton } from "@/ui/Button";
import { PIN_WORDS } from "../pins/words";
import type { OpenPanes } from "./Opened";
import styles from "./Viewer.module.css";
import type { Walk } from "./walk";

interface Props {
  opened: OpenPanes;
  walk: Walk;
  /** What a sample is called. */
  noun: string;
  /** What is known of the open item. */
  facts: ReactNode;
}

/** Beneath what is open: its sample, its step and its pin, and the ways to others. */
export function ViewerBar({ opened, walk, noun, facts }: Props) {
  const { open, main } = opened;
  const { shown, at, left } = main;
  return (
    <div className={styles.bar}>
      {walk.samples > 1 && (
        <span className={styles.walk}>
          <IconButton
            icon="chevronLeft"
            label={`Previous ${noun}`}
            disabled={at <= 0}
            onClick={() => walk.toSample(-1)}
          />
          <span data-number="">
            {formatCount(at + 1)} of {formatCount(shown.items.length)}
          </span>
          <IconButton
            icon="chevronRight"
            label={`Next ${noun}`}
            disabled={at >= walk.samples - 1}
            onClick={() => walk.toSample(1)}
          />
        </span>
      )}
      <span className={styles.walk}>
        <IconButton
          icon="chevronDown"
          label="Previous step"
          disabled={walk.isFirstStep}
          onClick={() => walk.toStep(-1)}
        />
        <span data-number="">step {formatCount(open.step)}</span>
        <IconButton
          icon="chevronUp"
          label="Next step"
          disabled={walk.isLastStep}
          onClick={() => walk.toStep(1)}
        />
      </span>
      <Button
        icon="pin"
        aria-pressed={shown.pin !== null}
        title="Pin this run here (p)"
        onClick={walk.togglePin}
      >
        {shown.pin ? "Unpin" : left ? "Pin here" : "Pin"}
      </Button>
      {left && (
        <Button
          icon={PIN_WORDS[left.source].icon}
          title={`${PIN_WORDS[left.source].title}: in the gallery the run stays there`}
          onClick={walk.toPin}
        >
          Back to the pin at {formatCount(left.step)}
        </Button>
      )}
      <span className={styles.facts}>{facts}</span>
    </div>
  );
}
