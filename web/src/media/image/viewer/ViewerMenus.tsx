import { useState } from "react";
import { blobUrl } from "@/api/blob";
import type { MediaKey } from "@/api/types";
import { Button, IconButton } from "@/ui/Button";
import { copyText } from "@/ui/clipboard";
import { PickList } from "@/ui/PickList";
import { Popover } from "@/ui/Popover";
import { fileName } from "../../fileName";
import { useGallery } from "../../gallery";
import type { OpenItem } from "../../mediaView";
import type { Marks } from "../layers";
import { saveWithCaption } from "./download";
import styles from "./ImageViewer.module.css";
import { linkOf } from "./link";
import { type Beside, formatBeside, type PaneItem } from "./panes";

interface BesideProps {
  media: MediaKey;
  open: OpenItem;
  besides: readonly Beside[];
}

const MOST_BESIDE = 7;

/** What stands beside the open image: other runs, or another step. */
export function BesideMenu({ media, open, besides }: BesideProps) {
  const { runs, change } = useGallery();
  const [step, setStep] = useState("");
  const set = (next: readonly Beside[]) =>
    change({ beside: next.length > 0 ? next.slice(0, MOST_BESIDE).map(formatBeside) : null }, "replace");
  const others = runs.filter(({ id }) => id !== open.run);
  const picked = new Set(besides.filter((each) => each.step === null).map(({ run }) => run));
  const value = Number(step);
  const valid = step.trim() !== "" && Number.isSafeInteger(value);
  return (
    <Popover
      label="Beside it"
      align="end"
      trigger={
        <Button icon="columns" title="Other runs or steps beside this image">
          Beside
        </Button>
      }
    >
      <div className={styles.menu}>
        <form
          className={styles.stepForm}
          onSubmit={(event) => {
            event.preventDefault();
            if (!valid) return;
            set([...besides, { run: open.run, step: value }]);
            setStep("");
          }}
        >
          <input
            className={styles.number}
            inputMode="numeric"
            aria-label="Another step of this run"
            placeholder={`Another step, such as ${media.steps[0] ?? 0}`}
            value={step}
            onChange={(event) => setStep(event.target.value)}
          />
          <Button type="submit" disabled={!valid}>
            Add
          </Button>
        </form>
        {others.length > 0 && (
          <PickList
            label="Runs beside it"
            multiple
            options={others.map((run) => ({ value: run.id, label: run.name, kind: run.displayId }))}
            picked={picked}
            onPick={(run) =>
              set(
                picked.has(run)
                  ? besides.filter((each) => each.run !== run || each.step !== null)
                  : [...besides, { run, step: null }],
              )
            }
          />
        )}
      </div>
    </Popover>
  );
}

/** The image as a file: as it was logged, or with what tells whose it is. */
export function DownloadMenu({ pane, marks }: { pane: PaneItem; marks: Marks }) {
  const [failed, setFailed] = useState<string | null>(null);
  const item = pane.shown.items[pane.at];
  if (!item) return null;
  const name = fileName(item);
  const save = (drawn: Marks | null) => {
    setFailed(null);
    saveWithCaption(pane, drawn).catch(() => setFailed(item.sha256));
  };
  return (
    <Popover label="Download" align="end" trigger={<IconButton icon="download" label="Download the image" />}>
      <div className={styles.downloads}>
        <a className={styles.download} href={blobUrl(item.sha256, item.mime, name)} download={name}>
          As it was logged
        </a>
        <button type="button" className={styles.download} onClick={() => save(null)}>
          With a caption strip
        </button>
        <button type="button" className={styles.download} onClick={() => save(marks)}>
          With caption, boxes and masks
        </button>
        {failed === item.sha256 && (
          <p className={styles.failed} role="alert">
            Its pixels cannot be read here. Take it as it was logged.
          </p>
        )}
      </div>
    </Popover>
  );
}

/** The address of this image at this step. */
export function CopyLink() {
  const [copied, setCopied] = useState(false);
  return (
    <IconButton
      icon={copied ? "check" : "link"}
      label={copied ? "The link is copied" : "Copy a link to this image at this step"}
      onClick={() => void copyText(linkOf(window.location.href)).then(setCopied)}
      onBlur={() => setCopied(false)}
    />
  );
}
