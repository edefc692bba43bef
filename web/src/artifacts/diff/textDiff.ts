import type { ArtifactDiff, ArtifactFile } from "@/api/types";
import { previewKind } from "../files/previewKind";

type Change = ArtifactDiff["changes"][number];

/** Longer texts are not compared line by line. */
export const MOST_DIFF_BYTES = 256 << 10;

const isSmallText = (file: ArtifactFile | null): boolean =>
  file === null ||
  (["text", "markdown", "json"].includes(previewKind(file)) && (file.size_bytes ?? 0) <= MOST_DIFF_BYTES) ||
  (/\.(csv|tsv)$/i.test(file.path) && file.ref === "" && (file.size_bytes ?? 0) <= MOST_DIFF_BYTES);

/** Whether the lines of a change can be shown: whatever is there is a small text. */
export const hasTextDiff = ({ before, after }: Change): boolean => isSmallText(before) && isSmallText(after);
