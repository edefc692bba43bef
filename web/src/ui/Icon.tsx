const PATHS = {
  eye: "M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Z",
  eyeOff:
    "M2.5 2.5l11 11 M6.4 3.8A6 6 0 0 1 8 3.5c4 0 6.5 4.5 6.5 4.5a11 11 0 0 1-2 2.5 M9.8 12.2a6 6 0 0 1-1.8.3C4 12.5 1.5 8 1.5 8a11 11 0 0 1 2.2-2.7",
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
  settings:
    "M2 4.5h7 M12 4.5h2 M2 11.5h2 M7 11.5h7 M10.5 6.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z M5.5 13.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4Z",
  help: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Z M6.2 6.2A1.9 1.9 0 0 1 9.9 6.6C9.9 8 8 8 8 9.3 M8 11.6v.1",
  more: "M3.5 8h.1 M8 8h.1 M12.5 8h.1",
  alert: "M8 1.8 15 14H1Z M8 6.5v3.5 M8 12v.1",
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
  link: "M6.5 9.5l3-3 M7 4.5 8.6 2.9a3.2 3.2 0 0 1 4.5 4.5L11.5 9 M9 11.5l-1.6 1.6a3.2 3.2 0 0 1-4.5-4.5L4.5 7",
  hash: "M6.5 2.5 5 13.5 M11 2.5 9.5 13.5 M3 6h10.5 M2.5 10H13",
  download: "M8 2v8.5 M4.5 7.5 8 11l3.5-3.5 M2.5 13.5h11",
  filter: "M2 3.5h12 M4.5 8h7 M6.5 12.5h3",
  group: "M2 3.5h12 M5 8h9 M5 12.5h9 M2 8v4.5",
  star: "M8 1.8 9.9 6l4.6.5-3.4 3.1.9 4.6L8 11.9l-4 2.3.9-4.6L1.5 6.5 6.1 6Z",
  pin: "M8 10v4.5 M4.5 10h7 M5.5 2h5 M6 2v4L4.5 10 M10 2v4l1.5 4",
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
