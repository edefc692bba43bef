import { useQuery } from "@tanstack/react-query";
import { runSpaceQuery } from "@/api/queries";
import { formatBytes } from "@/format/bytes";

/** What removing runs would free, and what stays because others use it. */
export function FreedSpace({ of }: { of: Parameters<typeof runSpaceQuery>[0] }) {
  const space = useQuery(runSpaceQuery(of));
  if (!space.data) return space.error ? "What this frees is not known." : "Measuring what this frees…";
  const { total_bytes, freed_bytes } = space.data;
  const kept = total_bytes - freed_bytes;
  const when = "binned" in of ? "with the next runstone gc" : "once the bin is emptied";
  return `Frees ${formatBytes(freed_bytes)} ${when}${
    kept > 0 ? `; ${formatBytes(kept)} stay, for artifacts or other runs` : ""
  }.`;
}
