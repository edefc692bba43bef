import { expect, test } from "vitest";
import { readMoment } from "./moment";

const began = new Date(2026, 10, 21, 22, 30, 15, 400).getTime() * 1000;
const at = (day: number, hour: number, minute: number, second = 0) =>
  new Date(2026, 10, day, hour, minute, second).getTime() * 1000;

test("a clock is the first such time since the run began", () => {
  expect(readMoment("@23:05", began)).toBe(at(21, 23, 5));
  expect(readMoment("@22:30:15", began)).toBe(at(21, 22, 30, 15));
  expect(readMoment("@1:02:03", began)).toBe(at(22, 1, 2, 3));
});

test("a plus counts from the beginning", () => {
  expect(readMoment("@+90s", began)).toBe(began + 90e6);
  expect(readMoment("@+1h20m", began)).toBe(began + 80 * 60e6);
  expect(readMoment("@+45", began)).toBe(began + 45e6);
});

test.each(["@", "@+", "12:30", "@noon", ":12", "@99:99", "@24:00", "@12:60", "@12:30:60"])(
  "%s is no time",
  (text) => {
    expect(readMoment(text, began)).toBeNull();
  },
);
