import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { commentsQuery } from "@/api/comments";
import { type Mark, marksOf } from "./marks";
import { useCommented } from "./useCommented";

/** What people said of places on a chart, as it is to be marked there. */
export function useMarks(panel: string, axis: string): readonly Mark[] {
  const of = useCommented();
  const { data } = useQuery(commentsQuery(of));
  return useMemo(() => (data ? marksOf(data.comments, panel, axis) : []), [data, panel, axis]);
}
