import plotlyUrl from "plotly.js-cartesian-dist-min/plotly-cartesian.min.js?url&no-inline";
import { useEffect, useMemo, useRef, useState } from "react";
import { type Theme, useThemeStore } from "@/theme/theme";
import { Problem } from "../card/Problem";
import styles from "./Figure.module.css";
import type { Colours, Prepared } from "./figure";
import frameUrl from "./frame.js?url&no-inline";

interface Props {
  title: string;
  prepared: Prepared;
  colours: Colours;
}

/**
 * A figure in a frame of no origin: whatever it brings along can draw there, and neither knows this page nor calls anyone.
 * plotly.js takes markup out of figures itself; this holds where it misses some.
 */
export function FigureFrame({ title, prepared, colours }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [ready, setReady] = useState(false);
  const [state, setState] = useState<"drawing" | "drawn">("drawing");
  const [failed, setFailed] = useState<string | null>(null);
  const page = useMemo(framePage, []);
  useEffect(() => {
    const listen = ({ source, data }: MessageEvent) => {
      if (source === null || source !== frame.current?.contentWindow) return;
      if (typeof data !== "object" || data === null) return;
      if (data.ready === true) setReady(true);
      if (data.drawn === true) setState("drawn");
      if (typeof data.failed === "string") setFailed(data.failed.slice(0, 300));
      // A frame that has the focus keeps the key that closes what is over the page.
      if (data.key === "Escape")
        document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    };
    window.addEventListener("message", listen);
    return () => window.removeEventListener("message", listen);
  }, []);
  useEffect(() => {
    if (!ready) return;
    const draw = { background: colours.background, figure: prepared.figure };
    frame.current?.contentWindow?.postMessage({ draw }, "*");
  }, [ready, prepared, colours]);
  if (failed !== null) return <Problem error={new Error(`This figure cannot be drawn: ${failed}`)} />;
  return (
    <iframe
      ref={frame}
      className={styles.frame}
      title={title}
      srcDoc={page}
      sandbox="allow-scripts"
      data-state={state}
    />
  );
}

function framePage(): string {
  const [plotly, own] = [plotlyUrl, frameUrl].map((url) => new URL(url, document.baseURI).href);
  const policy = `default-src 'none'; script-src ${plotly} ${own}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:`;
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
<title>figure</title><style>html,body,#figure{height:100%;margin:0;overflow:hidden}</style>
<body><div id="figure"></div><script src="${plotly}"></script><script src="${own}"></script></body></html>`;
}

/** The page's colours in its theme. */
export function useColours(): Colours {
  const theme = useThemeStore((store) => store.theme);
  return useMemo(() => coloursOf(theme), [theme]);
}

/** What the page's colours are, which the theme has just decided. */
function coloursOf(_theme: Theme): Colours {
  const probe = document.createElement("span");
  document.body.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    background: colour("--panel"),
    ink: colour("--ink"),
    quiet: colour("--ink-2"),
    grid: colour("--line"),
  };
  probe.remove();
  return found;
}
