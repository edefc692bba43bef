import { expect, test } from "vitest";
import { formatInUnit, formatUnitTick, unitOf } from "./units";

test("names of system metrics tell their units, others nothing", () => {
  expect(unitOf("sys/process_rss_bytes")).toBe("bytes");
  expect(unitOf("sys/network_sent_bytes_per_sec")).toBe("bytes/s");
  expect(unitOf("sys/gpu.0/memory_percent")).toBe("percent");
  expect(unitOf("sys/process_threads")).toBeNull();
  expect(unitOf("data/read_bytes")).toBeNull();
});

test("values and ticks are told in them", () => {
  expect(formatInUnit(47_599_616, "bytes")).toBe("45.4 MiB");
  expect(formatInUnit(1024, "bytes/s")).toBe("1.0 KiB/s");
  expect(formatInUnit(12.345, "percent")).toBe("12.35 %".replace("12.35", (12.345).toPrecision(4)));
  expect(formatInUnit(Number.NaN, "bytes")).toBe("NaN");
  expect(formatUnitTick(2 ** 30, 2 ** 29, "bytes")).toBe("1 GiB");
  expect(formatUnitTick(1.5 * 2 ** 30, 2 ** 29, "bytes")).toBe("1.5 GiB");
  expect(formatUnitTick(-512, 512, "bytes/s")).toBe("−512 B/s");
  expect(formatUnitTick(60, 20, "percent")).toBe("60 %");
});

test("ticks that are close to each other are told apart", () => {
  const [one, other] = [65.25 * 2 ** 30, 65.25 * 2 ** 30 + 2 ** 20];
  expect(formatUnitTick(one, 2 ** 20, "bytes")).not.toBe(formatUnitTick(other, 2 ** 20, "bytes"));
});
