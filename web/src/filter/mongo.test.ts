import { expect, test } from "vitest";
import type { Json } from "@/api/types";
import { documentOf } from "./mongo";
import { begun, both, isBetween, isValue } from "./text";

test("a click joins a document as a document", () => {
  const lr = '{"config.lr": {"$gt": 0.01}}';
  expect(both(lr, isBetween("metrics.loss.min", 1, 2, false))).toBe(
    '{"$and": [{"config.lr": {"$gt": 0.01}}, {"metrics.loss.min": {"$gte": 1, "$lt": 2}}]}',
  );
  const twice = both(both(lr, isValue("state", "failed")), isValue("config.opt", "adam"));
  expect(JSON.parse(twice)).toEqual({
    $and: [{ "config.lr": { $gt: 0.01 } }, { state: "failed" }, { "config.opt": "adam" }],
  });
});

test("an and that is one of several conditions does not grow into another one", () => {
  const filter = '{"$and": [{"a": 1}], "$or": [{"b": 2}]}';
  expect(JSON.parse(both(filter, "state = failed"))).toEqual({
    $and: [JSON.parse(filter), { state: "failed" }],
  });
});

test("what the writers of conditions write can be told as a document", () => {
  const values: Json[] = [
    "a b",
    'say "x\\y"',
    "and",
    "true",
    true,
    null,
    1.5,
    1e-7,
    123456789012345,
    "12",
    "日本",
  ];
  for (const value of values) {
    expect(JSON.parse(documentOf(isValue("config.k", value)))).toEqual({ "config.k": value });
  }
  expect(JSON.parse(documentOf(isValue("config.a b`c.d", 1)))).toEqual({ "config.a b`c.d": 1 });
  expect(JSON.parse(documentOf(isValue("tag", ["a", "b"])))).toEqual({
    $and: [{ tag: "a", tag_count: 2 }, { tag: { $eq: "b" } }],
  });
  expect(documentOf("config.x = nan or config.x = -inf")).toBe(
    '{"$or": [{"config.x": NaN}, {"config.x": -Infinity}]}',
  );
  expect(JSON.parse(documentOf('id not in (a, "b c") and (x = 1 or x = 2)'))).toEqual({
    $and: [{ id: { $nin: ["a", "b c"] } }, { $or: [{ x: 1 }, { x: 2 }] }],
  });
  expect(JSON.parse(documentOf(isBetween("created_time", 1e15, 2e15, true)))).toEqual({
    created_time: { $gte: "2001-09-09T01:46:40.000000Z", $lte: "2033-05-18T03:33:20.000000Z" },
  });
});

test("a condition is begun behind what is there", () => {
  expect(begun("", "config.lr")).toBe("config.lr ");
  expect(begun("a = 1 or b = 2", "config.a b")).toBe("(a = 1 or b = 2) and config.`a b` ");
  expect(begun('{"state": "failed"} ', "config.a b")).toBe('{"state": "failed", "config.a b": ');
  expect(begun("{}", "state")).toBe('{"state": ');
});
