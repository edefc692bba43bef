import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { languageOf } from "./language";
import styles from "./SourceText.module.css";

/** Colouring takes a moment for each megabyte; what is longer is seldom written by hand. */
const MOST_CHARACTERS = 300_000;

interface Props {
  text: string;
  /** Tells the language. */
  path: string;
}

/** A file as it was written. A source has numbers of lines, and colours as soon as the highlighter is there; other texts are wrapped. */
export function SourceText({ text, path }: Props) {
  const shown = text.endsWith("\n") ? text.slice(0, -1) : text;
  const language = text.length <= MOST_CHARACTERS ? languageOf(path, text) : null;
  const html = useQuery({
    queryKey: ["highlighted", path, language, shown],
    queryFn: async () => {
      const { highlight } = await import("./highlight");
      return language ? highlight(shown, language) : null;
    },
    enabled: language !== null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 10_000,
  }).data;
  const numbers = useMemo(() => {
    const count = shown.split("\n").length;
    return Array.from({ length: count }, (_, index) => index + 1).join("\n");
  }, [shown]);
  const region = { role: "region", tabIndex: 0, "aria-label": `Text of ${path}` } as const;
  if (language === null) {
    return (
      <pre className={styles.plain} {...region}>
        {shown}
      </pre>
    );
  }
  return (
    <div className={styles.source}>
      <pre className={styles.numbers} aria-hidden="true">
        {numbers}
      </pre>
      {html ? (
        <pre
          className={styles.text}
          data-language={language}
          // biome-ignore lint/security/noDangerouslySetInnerHtml: the highlighter escapes the text; all else in it is its own spans.
          dangerouslySetInnerHTML={{ __html: html }}
          {...region}
        />
      ) : (
        <pre className={styles.text} {...region}>
          {shown}
        </pre>
      )}
    </div>
  );
}
