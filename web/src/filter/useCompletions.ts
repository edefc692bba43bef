import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Completion } from "@/api/types";
import { carryOver, type Typed } from "./completion";

const REST_MS = 60;

/** Where completions come from. */
export interface CompletionSource {
  /** Of what the filter is: sources with one name give the same answers. */
  name: readonly (string | undefined)[];
  /** `at` and the answer's places are in UTF-16 units. */
  complete(text: string, at: number, signal: AbortSignal): Promise<Completion>;
}

export interface Offered {
  completion: Completion | null;
  /** They are those of a word that was typed on since, until the right ones are there. */
  stale: boolean;
}

/** What could stand at the caret. A question that typing has overtaken is taken back. */
export function useCompletions(source: CompletionSource, typed: Typed, wanted: boolean): Offered {
  const { text, at } = typed;
  const [asked, setAsked] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setAsked({ text, at }), REST_MS);
    return () => clearTimeout(timer);
  }, [text, at]);
  const current = asked.text === text && asked.at === at;
  const query = useQuery({
    queryKey: ["complete", ...source.name, asked.text, asked.at],
    queryFn: async ({ signal }) => ({
      ...(await source.complete(asked.text, asked.at, signal)),
      text: asked.text,
    }),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    enabled: wanted,
  });
  return {
    completion: query.data ? carryOver(query.data, text) : null,
    stale: !current || query.isPlaceholderData,
  };
}
