import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { waitingOf } from "./useWaiting";

test("waits from the first question without an answer to the last", async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const ends = new Map<string, (answer: string) => void>();
  const ask = (key: string) =>
    client.fetchQuery({ queryKey: [key], queryFn: () => new Promise<string>((end) => ends.set(key, end)) });
  const before = ask("before");
  const waiting = waitingOf(client.getQueryCache());
  const told: boolean[] = [];
  const stop = waiting.subscribe(() => told.push(waiting.isWaiting()));
  expect(waiting.isWaiting()).toBe(true);

  const other = ask("other");
  ends.get("before")?.("answer");
  await before;
  expect(told).toEqual([]);
  ends.get("other")?.("answer");
  await other;
  expect(told).toEqual([false]);

  const again = client.refetchQueries({ queryKey: ["before"] });
  expect(waiting.isWaiting()).toBe(false); // there is something of it
  ends.get("before")?.("answer");
  await again;

  const given = ask("given up").catch(() => undefined);
  expect(waiting.isWaiting()).toBe(true);
  client.removeQueries({ queryKey: ["given up"] });
  expect(waiting.isWaiting()).toBe(false);
  ends.get("given up")?.("answer");
  await given;
  expect(told).toEqual([false, true, false]);
  stop();
});
