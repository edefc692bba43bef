import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Run } from "@/api/types";
import { edit, redo, undo } from "./editor";
import { useHistory } from "./history";
import { withEdits } from "./overlay";

const RUN = {
  id: "a",
  name: "before",
  project: "cv",
  tags: ["old"],
  notes: null,
  starred: false,
  binned_time: null,
} as unknown as Run;
const client = new QueryClient();
let asked: { body: unknown; answer(status: number, body: unknown): void }[] = [];

beforeEach(() => {
  asked = [];
  vi.stubGlobal("document", { baseURI: "http://here/" });
  vi.stubGlobal("fetch", (_url: string, init: RequestInit) => {
    return new Promise<Response>((resolve) => {
      const answer = (status: number, body: unknown) =>
        resolve(new Response(JSON.stringify(body), { status }));
      asked.push({ body: JSON.parse(String(init.body)), answer });
    });
  });
  useHistory.setState({ past: [], future: [], toast: null });
});
afterEach(() => vi.unstubAllGlobals());

/** The question that the tab has sent by now. */
const sent = (number: number) => vi.waitUntil(() => asked[number]);

const done = (undoing: unknown[], changed = 1) => ({ changed, undo: undoing, stopped: null, revision: 1 });
const refused = {
  error: {
    code: "x",
    message: "The disk is full.",
    hint: "Free some space.",
    text: null,
    start: null,
    end: null,
  },
};

test("a change is seen at once, and stays until lists have it", async () => {
  const going = edit(client, { runs: ["a"] }, { name: "after", tags_added: ["new"], tags_removed: ["old"] });
  expect(withEdits(RUN)).toMatchObject({ name: "after", tags: ["new"] });
  (await sent(0)).answer(200, done([{ runs: ["a"], changes: { name: "before" } }]));
  expect(await going).toBe(true);
  expect(withEdits(RUN).name).toBe("before");
  expect(useHistory.getState().toast).toMatchObject({ kind: "done", undo: true });
});

test("what is refused is as it was, and leaves nothing to undo", async () => {
  const going = edit(client, { runs: ["a"] }, { starred: true });
  expect(withEdits(RUN).starred).toBe(true);
  (await sent(0)).answer(507, refused);
  expect(await going).toBe(false);
  expect(withEdits(RUN)).toBe(RUN);
  expect(useHistory.getState()).toMatchObject({
    past: [],
    toast: { kind: "failed", text: "The disk is full.", hint: "Free some space." },
  });
});

test("changes are taken back one after the other, and made again", async () => {
  const back = (name: string) => [{ runs: ["a"], changes: { name } }];
  for (const [name, before] of [
    ["b", "a"],
    ["c", "b"],
  ] as const) {
    const going = edit(client, { runs: ["a"] }, { name });
    (await sent(asked.length)).answer(200, done(back(before)));
    await going;
  }
  for (const [turn, name, inverse] of [
    [undo, "b", "c"],
    [undo, "a", "b"],
    [redo, "b", "a"],
  ] as const) {
    const going = turn(client);
    const question = await sent(asked.length);
    expect(question.body).toEqual({ edits: back(name) });
    expect(withEdits(RUN).name).toBe(name);
    question.answer(200, done(back(inverse)));
    await going;
  }
  expect(useHistory.getState().past).toHaveLength(1);
  expect(useHistory.getState().future).toHaveLength(1);
});

test("an undo that fails can be tried again", async () => {
  useHistory.setState({ past: [{ what: "x", edits: [{ runs: ["a"], changes: { name: "a" } }] }] });
  const going = undo(client);
  (await sent(0)).answer(507, refused);
  await going;
  expect(useHistory.getState().past).toHaveLength(1);
});

test("an edit that did not come to its end says so, and what was done can be undone", async () => {
  const going = edit(client, { selection: { project: "cv" }, expected_runs: 3 }, { archived: true });
  expect(useHistory.getState().toast).toMatchObject({ kind: "busy" });
  (await sent(0)).answer(200, {
    ...done([{ runs: ["a"], changes: { archived: false } }]),
    stopped: "Only 1 of 3 runs were changed.",
  });
  expect(await going).toBe(false);
  expect(useHistory.getState().toast).toMatchObject({
    kind: "failed",
    text: "Only 1 of 3 runs were changed.",
  });
  expect(useHistory.getState().past).toHaveLength(1);
});

test("edits reach the server one after the other, and the one asked for last is told last", async () => {
  const first = edit(client, { runs: ["a"] }, { tags_added: ["new"] }, { name: "a" });
  const second = edit(client, { runs: ["a"] }, { tags_removed: ["old"] }, { name: "a" });
  expect(withEdits(RUN).tags).toEqual(["new"]);
  (await sent(0)).answer(200, done([{ runs: ["a"], changes: { tags_removed: ["new"] } }]));
  await first;
  (await sent(1)).answer(200, done([{ runs: ["a"], changes: { tags_added: ["old"] } }]));
  await second;
  expect(useHistory.getState().toast).toMatchObject({ text: "“a” is without the tag old." });
  expect(useHistory.getState().past.map((step) => step.edits[0]?.changes)).toEqual([
    { tags_removed: ["new"] },
    { tags_added: ["old"] },
  ]);
});

test("an undo waits for the edit that it takes back", async () => {
  const going = edit(client, { runs: ["a"] }, { name: "after" });
  const back = undo(client);
  (await sent(0)).answer(200, done([{ runs: ["a"], changes: { name: "before" } }]));
  await going;
  const question = await sent(1);
  expect(question.body).toEqual({ edits: [{ runs: ["a"], changes: { name: "before" } }] });
  question.answer(200, done([{ runs: ["a"], changes: { name: "after" } }]));
  await back;
});

test("an edit of many runs is made in batches, tells how far it is, and is undone as one", async () => {
  const runs = Array.from({ length: 1_200 }, (_, place) => `r${place}`);
  const going = edit(client, { runs }, { starred: true });
  for (const [place, count] of [500, 500, 200].entries()) {
    const question = await sent(place);
    expect((question.body as { runs: string[] }).runs.length).toBe(count);
    expect(useHistory.getState().toast).toMatchObject({ progress: { done: place * 500, total: 1_200 } });
    question.answer(200, done([{ runs: (question.body as { runs: string[] }).runs, changes: {} }], count));
  }
  expect(await going).toBe(true);
  expect(useHistory.getState().toast).toMatchObject({ kind: "done", undo: true });
  expect(useHistory.getState().past.at(-1)?.edits).toEqual([{ runs, changes: {} }]);
});

test("an edit that is stopped leaves what it did, and the way to take that back", async () => {
  const runs = Array.from({ length: 1_200 }, (_, place) => `r${place}`);
  const going = edit(client, { runs }, { starred: true });
  const question = await sent(0);
  const { toast } = useHistory.getState();
  if (toast?.kind === "busy") toast.progress?.stop();
  question.answer(200, done([{ runs: runs.slice(0, 500), changes: { starred: false } }], 500));
  expect(await going).toBe(false);
  expect(asked.length).toBe(1);
  expect(useHistory.getState().toast).toMatchObject({ kind: "failed", undo: true });
  expect(useHistory.getState().past.at(-1)?.edits[0]?.runs.length).toBe(500);
});

test("a large selection is changed only if it is as large as the reader saw it", async () => {
  const target = { selection: { project: "cv" }, expected_runs: 900 };
  const going = edit(client, target, { archived: true });
  (await sent(0)).answer(200, { ids: ["a", "b"], total: 2, next_cursor: null, revision: 1 });
  expect(await going).toBe(false);
  expect(asked.length).toBe(1);
  expect(useHistory.getState().toast).toMatchObject({ kind: "failed" });
});
