import { useQueryClient } from "@tanstack/react-query";
import { edit } from "@/edits/editor";
import { COLOUR_NAMES, cssColour } from "@/project/runColours";
import { useTheme } from "@/theme/theme";
import { Icon } from "@/ui/Icon";
import styles from "./Editors.module.css";
import { onlyRun, type Subject } from "./subject";

/** The eight hues, or none: then a run takes the next free one while it is shown. */
export function ColourEditor({ subject, onClose }: { subject: Subject; onClose(): void }) {
  const client = useQueryClient();
  const theme = useTheme();
  const run = onlyRun(subject);
  const choose = (colour: string) => {
    onClose();
    void edit(client, subject.target, { colour }, { name: run?.name });
  };
  return (
    <div className={styles.colours} role="group" aria-label="Colour">
      {COLOUR_NAMES.map((name) => (
        <button
          key={name}
          type="button"
          className={styles.colour}
          aria-pressed={run?.colour === name}
          onClick={() => choose(name)}
        >
          <span className={styles.swatch} style={{ background: cssColour(name, theme) }} />
          <span className={styles.colourName}>{name}</span>
          {run?.colour === name && <Icon name="check" size={12} />}
        </button>
      ))}
      <button
        type="button"
        className={styles.colour}
        aria-pressed={run !== undefined && !run.colour}
        onClick={() => choose("")}
      >
        <span className={styles.noSwatch} />
        <span className={styles.colourName}>none of its own</span>
      </button>
    </div>
  );
}
