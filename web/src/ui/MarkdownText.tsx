import DOMPurify from "dompurify";
import { Marked } from "marked";
import { useMemo } from "react";
import styles from "./Markdown.module.css";

/** The page's own headings end here: a text's begin below them. */
const PAGE_HEADINGS = 2;

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    heading({ tokens, depth }) {
      const level = Math.min(6, depth + PAGE_HEADINGS);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    // A picture from elsewhere would tell its host who reads the page: it stays a link.
    image({ href, text }) {
      return this.parser.parseInline([
        { type: "link", raw: href, href, text, tokens: [{ type: "text", raw: text, text: text || href }] },
      ]);
    },
  },
});

const purifier = DOMPurify();
purifier.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A") return;
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noreferrer");
});

const RULES = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: ["img", "picture", "video", "audio", "style", "form", "input", "button", "textarea", "select"],
  FORBID_ATTR: ["style", "class", "id", "name"],
};

export default function MarkdownText({ text }: { text: string }) {
  const html = useMemo(() => purifier.sanitize(marked.parse(text, { async: false }), RULES), [text]);
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the line above takes out all but plain markup.
  return <div className={styles.markdown} dangerouslySetInnerHTML={{ __html: html }} />;
}
