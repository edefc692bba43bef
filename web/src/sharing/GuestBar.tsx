import { useQuery } from "@tanstack/react-query";
import { whoAmIQuery } from "@/access/whoAmI";
import { formatDateTime } from "@/format/time";
import { isGuest } from "./guest";
import styles from "./Sharing.module.css";

/** Says that one looks by a share link, and until when. */
export function GuestBar() {
  const { data } = useQuery({ ...whoAmIQuery(), enabled: isGuest });
  if (!isGuest) return null;
  const ends = data?.share?.expires_time ?? null;
  return (
    <p className={styles.bar} role="status">
      Shared with you, read-only{ends !== null && `, until ${formatDateTime(ends)}`}
    </p>
  );
}
