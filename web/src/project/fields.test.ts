import { expect, test } from "vitest";
import type { Run } from "@/api/types";
import { formatValue } from "@/format/value";
import { fieldLabel, readField } from "./fields";

test("a cell reads its own source", () => {
  const run = {
    config: { lr: 0.1 },
    summary: { "val/acc": Number.NaN },
    metrics: { "val/acc.max": 0.5 },
  } as unknown as Run;
  const text = (field: string) => formatValue(readField(run, field));
  expect(text("config.lr")).toBe("0.1000");
  expect(text("summary.val/acc")).toBe("NaN");
  expect(text("metrics.val/acc.max")).toBe("0.5000");
  expect(text("config.optimizer/name")).toBe("");
  expect(text("state")).toBe("");
});

test("a field is called by its key", () => {
  expect(fieldLabel("summary.val/acc")).toBe("val/acc");
  expect(fieldLabel("metrics.val/acc.max")).toBe("val/acc · max");
  expect(fieldLabel("created_time")).toBe("created");
  expect(fieldLabel("job_type")).toBe("job type");
});
