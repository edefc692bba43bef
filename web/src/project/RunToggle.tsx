import { styleOfSlot } from "@/charts/colours";
import { useTheme } from "@/theme/theme";
import styles from "./RunToggle.module.css";
import { cssColour } from "./runColours";

interface Props {
  name: string;
  shown: boolean;
  slot: number | undefined;
  /** The colour that the run was given, if any. */
  colour?: string | null;
  /** Whether its line is dashed, where the page has drawn it. */
  dashed?: boolean;
  onToggle(): void;
}

/** The eye of a run: filled with its colour while it is shown, hollow while it is hidden. */
export function RunToggle({ name, shown, slot, colour: own = null, dashed: drawn, onToggle }: Props) {
  const theme = useTheme();
  const style = styleOfSlot(slot, theme);
  const given = cssColour(own, theme);
  const colour = given ?? style.colour;
  const dashed = drawn ?? (given === undefined && style.dash.length > 0);
  return (
    <button
      type="button"
      className={styles.toggle}
      role="checkbox"
      aria-checked={shown}
      aria-label={`Show ${name} in charts`}
      title={shown ? "Hide from charts" : "Show in charts"}
      onClick={onToggle}
    >
      <span
        className={styles.dot}
        style={
          shown
            ? {
                borderColor: colour,
                background: dashed
                  ? `linear-gradient(90deg, ${colour} 38%, transparent 38% 62%, ${colour} 62%)`
                  : colour,
              }
            : undefined
        }
      />
    </button>
  );
}
