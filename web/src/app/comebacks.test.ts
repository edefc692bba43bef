import { expect, test } from "vitest";
import { after, type Comebacks, waitBefore } from "./comebacks";

test("a page that stays broken loads itself again ever more seldom", () => {
  let now = 1_000_000;
  let comebacks: Comebacks = { count: 0, time_ms: 0 };
  const waits: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    waits.push(waitBefore(comebacks, now) / 1000);
    now += waits.at(-1) as number;
    comebacks = after(comebacks, now);
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  expect(waitBefore(comebacks, now + 400_000)).toBe(2_000);
  expect(after(comebacks, now + 400_000).count).toBe(1);
});

test("a clock that was set back does not keep a page from coming back", () => {
  expect(waitBefore({ count: 5, time_ms: 2_000_000 }, 1_000_000)).toBe(2_000);
});
