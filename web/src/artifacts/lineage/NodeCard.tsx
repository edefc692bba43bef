import { formatDateTime } from "@/format/time";
import { Link } from "@/route/Link";
import { Button, IconButton } from "@/ui/Button";
import { routeOfNode } from "../names";
import styles from "./Lineage.module.css";
import type { Picture } from "./picture";

const MOST_JOINED = 12;

interface Props {
  picture: Picture;
  at: number;
  isCentre: boolean;
  onPick(place: number): void;
  onFan(fan: string): void;
  onFocus(id: string): void;
  onClose(): void;
}

/** What is known of a box, what it is joined to, and what can be done with it. */
export function NodeCard({ picture, at, isCentre, onPick, onFan, onFocus, onClose }: Props) {
  const box = picture.boxes[at];
  if (!box) return null;
  const { node, count, fan } = box;
  const route = count === 1 ? routeOfNode(node) : null;
  const isRun = node.kind === "run";
  return (
    <aside className={styles.card} aria-label={`Node ${box.label}`}>
      <header>
        <strong>{box.label}</strong>
        <IconButton small icon="close" label="Close" onClick={onClose} />
      </header>
      <p className={styles.quiet}>{[node.project, box.about].filter((word) => word !== "").join(" · ")}</p>
      {count === 1 && <p className={styles.quiet}>{formatDateTime(node.time)}</p>}
      {count === 1 && node.more && <p className={styles.quiet}>More is joined to it than is drawn.</p>}
      <p className={styles.deeds}>
        {route && (
          <Link to={route.to} search={route.search} className={styles.link}>
            {isRun ? "Open the run" : "Open the version"}
          </Link>
        )}
        {count > 1 && (
          <Button icon="unfold" onClick={() => onFan(box.id)}>
            Show all {count}
          </Button>
        )}
        {fan !== null && (
          <Button icon="fold" onClick={() => onFan(fan)}>
            Close up with its like
          </Button>
        )}
        {count === 1 && !isCentre && (
          <Button icon="branch" onClick={() => onFocus(box.id)}>
            Around this one
          </Button>
        )}
      </p>
      <Joined
        words={isRun ? "Used" : "From"}
        places={picture.from[at] ?? []}
        picture={picture}
        onPick={onPick}
      />
      <Joined
        words={isRun ? "Made" : "Led to"}
        places={picture.to[at] ?? []}
        picture={picture}
        onPick={onPick}
      />
    </aside>
  );
}

interface JoinedProps {
  words: string;
  places: readonly number[];
  picture: Picture;
  onPick(place: number): void;
}

function Joined({ words, places, picture, onPick }: JoinedProps) {
  if (places.length === 0) return null;
  return (
    <div className={styles.joined}>
      <span className={styles.quiet}>{words}</span>
      <ul>
        {places.slice(0, MOST_JOINED).map((place) => (
          <li key={place}>
            <button type="button" className={styles.link} onClick={() => onPick(place)}>
              {picture.boxes[place]?.label}
            </button>
          </li>
        ))}
        {places.length > MOST_JOINED && (
          <li className={styles.quiet}>and {places.length - MOST_JOINED} more</li>
        )}
      </ul>
    </div>
  );
}
