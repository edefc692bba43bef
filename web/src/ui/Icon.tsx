const PATHS = {
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  eyeOff:
    "M2.5 2.5l11 11 M6.4 3.8A6 6 0 0 1 8 3.5c4 0 6.5 4.5 6.5 4.5a11 11 0 0 1-2 2.5 M9.8 12.2a6 6 0 0 1-1.8.3C4 12.5 1.5 8 1.5 8a11 11 0 0 1 2.2-2.7",
  user: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z M2.5 14c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5",
  comment: "M2 2.5h12v8.5H7.5L4.5 14v-3H2Z",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Z M10.7 10.7 14 14",
  close: "M3.5 3.5l9 9 M12.5 3.5l-9 9",
  chevronRight: "M6 3.5 10.5 8 6 12.5",
  chevronDown: "M3.5 6 8 10.5 12.5 6",
  arrowUp: "M8 13V3.5 M4 7l4-4 4 4",
  arrowDown: "M8 3v9.5 M4 9l4 4 4-4",
  expand: "M9.5 2.5h4v4 M13.5 2.5 9 7 M6.5 13.5h-4v-4 M2.5 13.5 7 9",
  sun: "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z M8 1v1.5 M8 13.5V15 M1 8h1.5 M13.5 8H15 M3 3l1.1 1.1 M11.9 11.9 13 13 M3 13l1.1-1.1 M11.9 4.1 13 3",
  moon: "M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1Z",
  screen: "M2 3h12v8H2Z M5.5 14h5 M8 11v3",
  rail: "M2 3h12v10H2Z M6 3v10",
  folder: "M1.5 4v8.5h13v-7H8L6.5 4Z",
  columns: "M2 3h12v10H2Z M6 3v10 M10 3v10",
  check: "M3 8.5 6.5 12 13 4.5",
  copy: "M5.5 5.5h8v8h-8Z M10.5 5.5v-3h-8v8h3",
  branch:
    "M4.5 5.5v5 M4.5 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z M4.5 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z M11.5 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z M11.5 5.5c0 3-7 2-7 5",
  chart: "M2 2v12h12 M4.5 10 7.5 6.5l2.5 2L14 4",
  bookmark: "M4 2.5h8v11L8 10.5 4 13.5Z",
  scatter: "M2 2v12h12 M5 10.5h.1 M7.5 7h.1 M9.5 10h.1 M11 5h.1 M12.5 8h.1",
  bars: "M2 14h12 M4 14V8.5h2V14 M7.5 14V4h2v10 M11 14V6.5h2V14",
  box: "M8 1.5v3 M4.5 4.5h7v6h-7Z M4.5 8h7 M8 10.5v4",
  parallel: "M2.5 2v12 M8 2v12 M13.5 2v12 M2.5 4.5 8 11l5.5-6 M2.5 11.5 8 5.5l5.5 7",
  importance: "M2.5 4h11 M2.5 8h7 M2.5 12h4",
  text: "M3 3h10 M8 3v10.5 M6 13.5h4",
  expression: "M10.5 2.5C7 2 8.5 7 7.5 10.5c-.6 2.2-1.5 3.2-3.5 3 M5.5 6.5h5 M10.5 9.5l3.5 4 M14 9.5l-3.5 4",
  settings:
    "M2 4.5h7 M12 4.5h2 M2 11.5h2 M7 11.5h7 M10.5 6.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z M5.5 13.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z",
  help: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Z M6.2 6.2A1.9 1.9 0 0 1 9.9 6.6C9.9 8 8 8 8 9.3 M8 11.6v.1",
  more: "M3.1 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0Z M7.6 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0Z M12.1 8a.4.4 0 1 0 .8 0 .4.4 0 1 0-.8 0Z",
  alert: "M8 1.8 15 14H1Z M8 6.5v3.5 M8 12v.1",
  bell: "M3.5 11.5h9c-1-1.2-1.3-2.3-1.3-4.5a3.2 3.2 0 0 0-6.4 0c0 2.2-.3 3.3-1.3 4.5Z M8 3.8V2 M6.7 13.7h2.6",
  plus: "M8 3v10 M3 8h10",
  minus: "M3 8h10",
  unfold: "M8 1.5v4.5 M5.5 4 8 1.5 10.5 4 M8 14.5V10 M5.5 12 8 14.5 10.5 12 M2.5 8h11",
  fold: "M8 1v4.5 M5.5 3.5 8 6l2.5-2.5 M8 15v-4.5 M5.5 12.5 8 10l2.5 2.5 M2.5 8h11",
  wrap: "M2 3.5h12 M2 8h9.5a2.3 2.3 0 0 1 0 4.6H8 M9.8 10.8 8 12.6l1.8 1.8 M2 12.5h3",
  clock: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Z M8 4.5V8l2.5 1.5",
  chevronUp: "M3.5 10.5 8 6l4.5 4.5",
  chevronLeft: "M10 3.5 5.5 8 10 12.5",
  toEnd: "M8 2v8.5 M4.5 7.5 8 11l3.5-3.5 M2.5 14h11",
  play: "M4.5 2.5v11l9-5.5Z",
  pause: "M5 3v10 M11 3v10",
  halt: "M4 4h8v8H4Z",
  frameBack: "M4 3v10 M12.5 3 6.5 8l6 5Z",
  frameOn: "M12 3v10 M3.5 3l6 5-6 5Z",
  sound: "M2.5 6v4h2.5l3.5 3V3L5 6Z M11 6a3 3 0 0 1 0 4 M12.8 4a6 6 0 0 1 0 8",
  soundOff: "M2.5 6v4h2.5l3.5 3V3L5 6Z M11 6l3.5 4 M14.5 6 11 10",
  share: "M8 10V2 M5 4.5 8 1.8l3 2.7 M5 7H3v7h10V7h-2",
  link: "M6.5 9.5l3-3 M7 4.5 8.6 2.9a3.2 3.2 0 0 1 4.5 4.5L11.5 9 M9 11.5l-1.6 1.6a3.2 3.2 0 0 1-4.5-4.5L4.5 7",
  swap: "M2.5 5.5h9 M9 3l2.5 2.5L9 8 M13.5 10.5h-9 M7 8l-2.5 2.5L7 13",
  hash: "M6.5 2.5 5 13.5 M11 2.5 9.5 13.5 M3 6h10.5 M2.5 10H13",
  download: "M8 2v8.5 M4.5 7.5 8 11l3.5-3.5 M2.5 13.5h11",
  filter: "M2 3.5h12 M4.5 8h7 M6.5 12.5h3",
  group: "M2 3.5h12 M5 8h9 M5 12.5h9 M2 8v4.5",
  pin: "M8 10v4.5 M4.5 10h7 M5.5 2h5 M6 2v4L4.5 10 M10 2v4l1.5 4",
  pinAll:
    "M5.5 9v4.5 M3 9h5 M3.6 2.5h3.8 M4 2.5v3.3L3 9 M7 2.5v3.3L8 9 M12 11v3 M9.9 11h4.2 M10.4 6h3.2 M10.8 6v2.5L9.9 11 M13.2 6v2.5l.9 2.5",
  lock: "M3.5 7.5h9v6.5h-9Z M5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  unlock: "M3.5 7.5h9v6.5h-9Z M5.5 7.5V5a2.5 2.5 0 0 1 4.8-1",
  layers: "M8 2 14.5 5.5 8 9 1.5 5.5Z M1.5 8.5 8 12l6.5-3.5 M1.5 11.3 8 14.8l6.5-3.5",
  image: "M2 3h12v10H2Z M2 11l3.5-3.5 3 3L11 8l3 3 M5.5 6h.1",
  pencil: "M3 13l.7-3L11 2.7a1.4 1.4 0 0 1 2 0l.3.3a1.4 1.4 0 0 1 0 2L6 12.3 3 13Z M9.8 3.9l2.3 2.3",
  note: "M3 2h10v8.5L9.5 14H3Z M9.5 14v-3.5H13 M5.5 5.5h5 M5.5 8h3",
  tag: "M2 2.5h5.5L14 9l-5 5-6.5-6.5L2 2.5Z M5.3 5.8h.1",
  palette:
    "M8 14.5a6.5 6.5 0 1 1 6.5-6.5c0 2-2 2.5-3.5 2.3-1.6-.3-2.3.9-1.7 2 .5 1 .2 2.2-1.3 2.2Z M5 7.5h.1 M8 5h.1 M11 7.5h.1",
  star: "M8 1.8l1.9 4 4.3.6-3.1 3 .8 4.3L8 11.6l-3.9 2.1.8-4.3-3.1-3 4.3-.6Z",
  archive: "M1.5 3h13v3h-13Z M2.5 6v7.5h11V6 M6.5 8.8h3",
  trash: "M2.5 4h11 M6 4V2.3h4V4 M4 4l.6 9.7h6.8L12 4 M6.6 6.5v4.7 M9.4 6.5v4.7",
  undo: "M5.5 3 2.5 6l3 3 M2.5 6H9a4.2 4.2 0 0 1 0 8.4H6",
  seeds:
    "M4 5.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z M4 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z M12 9.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z M5.5 4 10.6 7.3 M5.5 12l5.1-3.3",
  tree: "M2 3h5 M4.5 3v9.5h3 M4.5 7.7h3 M9.5 7.7h4.5 M9.5 12.5H14",
} as const;

/** Those that are drawn solid. */
const SOLID = { starFilled: PATHS.star } as const;

export type IconName = keyof typeof PATHS | keyof typeof SOLID;

/** A line icon; decorative, so whatever holds it carries the words. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill={name in SOLID ? "currentColor" : "none"}
      stroke="currentColor"
      strokeWidth={1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: "none", display: "block" }}
    >
      <path d={{ ...PATHS, ...SOLID }[name]} />
    </svg>
  );
}
