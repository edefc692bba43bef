import type { Writer } from "@/api/types";

type Person = Pick<Writer, "author" | "host" | "last_time">;

/** Who changed something about a run, each once for a host, who did last first. */
export function editorsOf(writers: readonly Writer[]): Person[] {
  const people = new Map<string, Person>();
  for (const { role, author, host, last_time } of writers) {
    // What a home or a machine says by itself is by nobody.
    if (role !== "editor" || author === "") continue;
    const key = JSON.stringify([author, host]);
    const before = people.get(key);
    if (!before || before.last_time < last_time) people.set(key, { author, host, last_time });
  }
  return [...people.values()].sort((a, b) => b.last_time - a.last_time);
}
