import { lazy } from "react";
import type { AnyKind } from "../kind";
import { lines } from "../lines/kind";

/** A line chart that begins with an expression in the place of a metric. */
export const expression: AnyKind = {
  ...lines,
  kind: "expression",
  label: "Expression",
  icon: "expression",
  about: "A metric reckoned from others: val/loss - train/loss, ema(train/loss, 0.9).",
  isBlank: true,
  Form: lazy(() => import("./ExpressionForm")),
};
