import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { completionsQuery } from "@/api/queries";
import type { Completion } from "@/api/types";
import { carryOver, type Typed } from "./completion";

const REST_MS = 60;

export interface Offered {
  completion: Completion | null;
  /** They are those of a word that was typed on since, until the right ones are there. */
  stale: boolean;
}

/** What could stand at the caret. A question that typing has overtaken is taken back. */
export function useCompletions(project: string, typed: Typed, wanted: boolean): Offered {
  const { text, at } = typed;
  const [asked, setAsked] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setAsked({ text, at }), REST_MS);
    return () => clearTimeout(timer);
  }, [text, at]);
  const current = asked.text === text && asked.at === at;
  const query = useQuery({ ...completionsQuery(project, asked.text, asked.at), enabled: wanted });
  return {
    completion: query.data ? carryOver(query.data, text) : null,
    stale: !current || query.isPlaceholderData,
  };
}
