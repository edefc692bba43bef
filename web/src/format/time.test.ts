import { expect, test } from "vitest";
import { formatAgo, formatDuration, formatTimeTick } from "./time";

test.each([
  [0, "0s"],
  [0.25, "250ms"],
  [1, "1s"],
  [3.14, "3.1s"],
  [59.4, "59s"],
  [60, "1m"],
  [200, "3m 20s"],
  [3600, "1h"],
  [3900, "1h 05m"],
  [97200, "1d 03h"],
  [-90, "−1m 30s"],
])("%d seconds are %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

test("how long ago", () => {
  const now = 1_790_000_000_000;
  const ago = (seconds: number) => formatAgo(now * 1000 - seconds * 1e6, now);
  expect(ago(3)).toBe("just now");
  expect(ago(300)).toBe("5m ago");
  expect(ago(7200)).toBe("2h ago");
  expect(ago(3 * 86400)).toBe("3d ago");
  expect(ago(40 * 86400)).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

test("ticks tell as much of date and time as they need", () => {
  const at = (hour: number, second: number) => new Date(2026, 10, 21, hour, 3, second).getTime() * 1000;
  expect(formatTimeTick(at(14, 5), 10)).toBe("14:03:05");
  expect(formatTimeTick(at(14, 0), 3600)).toBe("14:03");
  expect(formatTimeTick(at(14, 5) + 200_000, 0.2)).toBe("03:05.2");
  expect(formatTimeTick(at(14, 0) + 2_500, 0.0005)).toBe("03:00.0025");
  expect(formatTimeTick(at(14, 0), 86400)).toBe("11-21");
  expect(formatTimeTick(new Date(2026, 10, 22).getTime() * 1000, 3600)).toBe("11-22");
});
