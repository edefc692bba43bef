import { DropdownMenu } from "radix-ui";
import { type ComponentProps, useState } from "react";
import type { MediaKey } from "@/api/types";
import { formatCount } from "@/format/number";
import { Icon, type IconName } from "@/ui/Icon";
import { useGallery } from "../gallery";
import type { MediaRun } from "../runs";
import styles from "./PinMenu.module.css";
import { Provenance } from "./Provenance";
import { countPins, type Pin, type PinAction } from "./pins";
import { PIN_WORDS } from "./words";

interface Props {
  run: MediaRun;
  media: MediaKey;
  pin: Pin | null;
  /** The step that is shown; null where there is nothing. */
  step: number | null;
  index: number;
  onPin(action: PinAction): void;
}

/** The badge of a pin with what can be done about it, or the way to pin. */
export function PinMenu({ onPin, ...props }: Props) {
  const { run, media, pin, step } = props;
  // A menu costs more than all else of a card, and hundreds of cards scroll by.
  const [used, setUsed] = useState(false);
  const at = pin?.step ?? step;
  if (at === null) return null;
  if (!used) {
    return (
      <PinButton pin={pin} at={at} aria-haspopup="menu" aria-expanded={false} onClick={() => setUsed(true)} />
    );
  }
  return (
    <DropdownMenu.Root modal={false} defaultOpen>
      <DropdownMenu.Trigger asChild>
        <PinButton pin={pin} at={at} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          align="end"
          sideOffset={2}
          collisionPadding={8}
          aria-label={`Pins of ${run.name}`}
        >
          <PinActions media={media} run={run} pin={pin} at={at} index={props.index} onPin={onPin} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface ButtonProps extends ComponentProps<"button"> {
  pin: Pin | null;
  at: number;
}

function PinButton({ pin, at, ...rest }: ButtonProps) {
  const words = pin && PIN_WORDS[pin.source];
  return pin && words ? (
    <button
      type="button"
      className={styles.badge}
      data-pin={pin.source}
      aria-label={`${words.title}, step ${at}`}
      title={words.title}
      {...rest}
    >
      <Icon name={words.icon} size={11} />
      <span className={styles.word}>{words.word}</span>
      <span data-number="">{formatCount(at)}</span>
    </button>
  ) : (
    <button
      type="button"
      className={styles.pin}
      aria-label={`Pin at step ${at}`}
      title="Pin this step"
      {...rest}
    >
      <Icon name="pin" size={13} />
    </button>
  );
}

function PinActions({ run, media, pin, at, index, onPin }: Omit<Props, "step"> & { at: number }) {
  const { pins } = useGallery();
  const place = { run: run.id, key: media.key };
  const sample = { ...place, step: at, index };
  return (
    <>
      {pin?.best && <Provenance best={pin.best} onTied={() => onPin({ type: "takeTied", ...place })} />}
      {!pin && (
        <Item icon="pin" onSelect={() => onPin({ type: "pinHere", ...sample })}>
          Pin in this panel
        </Item>
      )}
      {pin?.source !== "everywhere" && (
        <Item icon="pinAll" onSelect={() => onPin({ type: "pinEverywhere", ...sample })}>
          Pin in all panels
        </Item>
      )}
      {pin?.everywhere && (
        <Item icon="pin" onSelect={() => onPin({ type: "pinHere", ...sample })}>
          Pin in this panel alone
        </Item>
      )}
      {pin && (
        <Item icon="close" onSelect={() => onPin({ type: "unpinHere", ...place })}>
          Unpin here
        </Item>
      )}
      {pin && pin.source !== "here" && (
        <Item icon="close" onSelect={() => onPin({ type: "unpinEverywhere", run: run.id })}>
          Unpin in all panels
        </Item>
      )}
      {countPins(pins) > 1 && (
        <Item icon="trash" onSelect={() => onPin({ type: "clear" })}>
          Clear all pins
        </Item>
      )}
    </>
  );
}

function Item({ icon, children, onSelect }: { icon: IconName; children: string; onSelect(): void }) {
  return (
    <DropdownMenu.Item className={styles.item} onSelect={onSelect}>
      <Icon name={icon} size={14} />
      {children}
    </DropdownMenu.Item>
  );
}
