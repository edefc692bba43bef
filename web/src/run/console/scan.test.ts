import { expect, test } from "vitest";
import { ConsoleScan, neighbour, SCAN_LINES, type ScanProgress } from "./scan";

const searchLines = async (first: number, limit: number) => ({
  found: Array.from({ length: limit }, (_, index) => ({
    position: first + index,
    line: first + index,
  })).filter(({ position }) => position % 1000 === 7),
  scanned: first + limit,
  total: 0,
});

async function scan(from: number, total: number) {
  const reports: ScanProgress[] = [];
  const console = new ConsoleScan(searchLines, from);
  await console.extend(total, (progress) => reports.push(progress));
  return { console, reports };
}

test("everything is looked through, the reader's place first", async () => {
  const { reports } = await scan(9_000, 10_000);
  expect(reports[0]?.found.map((match) => match.position)).toEqual([9_007]);
  const last = reports.at(-1);
  expect(last).toMatchObject({ scanned: 10_000, total: 10_000 });
  expect(last?.found.map((match) => match.position)).toEqual([
    7, 1007, 2007, 3007, 4007, 5007, 6007, 7007, 8007, 9007,
  ]);
  expect(reports.length).toBe(1 + Math.ceil(9_000 / SCAN_LINES));
});

test("lines added later are looked through, too", async () => {
  const { console } = await scan(0, 1_000);
  await console.extend(2_500, () => {});
  expect(console.progress.found.map((match) => match.position)).toEqual([7, 1007, 2007]);
});

test("a stopped scan says nothing more", async () => {
  const reports: ScanProgress[] = [];
  const console = new ConsoleScan(searchLines, 0);
  const running = console.extend(100_000, (progress) => reports.push(progress));
  console.stop();
  await running;
  expect(reports).toEqual([]);
});

test("a halted scan goes on where it was", async () => {
  const console = new ConsoleScan(searchLines, 0);
  const reports: ScanProgress[] = [];
  await console.extend(250_000, (progress) => {
    reports.push(progress);
    if (reports.length === 1) console.halt();
  });
  expect(console.progress.halted).toBe(true);
  expect(console.progress.scanned).toBeLessThan(250_000);
  await console.extend(260_000, (progress) => reports.push(progress));
  expect(reports.length).toBe(1);
  await console.resume((progress) => reports.push(progress));
  expect(console.progress).toMatchObject({ halted: false, scanned: 260_000 });
  expect(console.progress.found.length).toBe(260);
});

test("next and previous go round", () => {
  const found = [10, 20].map((position) => ({ position, line: position }));
  expect(neighbour(found, 10, 1)?.position).toBe(20);
  expect(neighbour(found, 20, 1)?.position).toBe(10);
  expect(neighbour(found, 10, -1)?.position).toBe(20);
  expect(neighbour(found, 15, -1)?.position).toBe(10);
  expect(neighbour([], 0, 1)).toBeUndefined();
});
