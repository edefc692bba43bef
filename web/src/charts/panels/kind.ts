import type { ComponentType, LazyExoticComponent } from "react";
import type { View } from "@/route/search";
import type { IconName } from "@/ui/Icon";
import type { Panel } from "../workspace/arrange";

/** What a panel tells its frame: what stands beside its title, and what can be taken from it. */
export interface PanelReport {
  /** Something to be warned of. */
  mark: string;
  /** What is on the x axis, where that is another than the page's. */
  over?: string;
  /** A setting that would show more, to be turned on and off with a click. */
  offer?: { label: string; title: string; on: boolean; turn(): void } | null;
  /** Numbers of comments on the chart, where there are some. */
  marks?: { on: boolean; turn(): void } | null;
  /** Begins to choose a place on the chart to comment at; null where that cannot be. */
  comment?: (() => void) | null;
  /** The one value of a chart of one line. */
  value: string;
  /** The picture, as the text of an SVG file; null where the panel is none. */
  svg: (() => Promise<string>) | null;
  /** The shown values; null where there are none. */
  table: (() => Promise<ExportTable>) | null;
  /** Where the exact points are. */
  links(): readonly { label: string; href: string }[];
}

export type ExportRows = readonly (readonly (string | number | null)[])[];

export interface ExportTable {
  columns: readonly string[];
  rows: ExportRows;
  /** The rows behind these, as they come. */
  more?: AsyncIterable<ExportRows>;
}

/** To be called again whenever something of it changes. */
export type TellReport = (report: PanelReport) => void;

export interface BodyProps<S> {
  panel: Panel;
  title: string;
  settings: S;
  /** How much room there is. */
  height: number;
  /** The panel fills the window. */
  full: boolean;
  onChange(change: Partial<S>): void;
  onReport: TellReport;
}

export interface FormProps<S> {
  settings: S;
  /** What the panel itself says; all else it inherits or is the default. */
  own: Partial<S>;
  onChange(change: Partial<S>): void;
}

/** A kind of panel: its settings in the address, how it looks, and how it is set. */
export interface PanelKind<S = unknown> {
  kind: string;
  label: string;
  icon: IconName;
  /** One sentence for the dialog that adds panels. */
  about: string;
  settings: View<S>;
  /** Whether a section's and the page's settings of lines hold for it. */
  inherits: boolean;
  /** Whether a page of one run can have it. */
  single: boolean;
  title(settings: S): string;
  /** It shows nothing until it is told what: its settings are opened when it is added. */
  isBlank?: boolean;
  /** A tall panel where a low one would show nothing. */
  rows?: number;
  columns?: number;
  Body: ComponentType<BodyProps<S>> | LazyExoticComponent<ComponentType<BodyProps<S>>>;
  Form: LazyExoticComponent<ComponentType<FormProps<S>>>;
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds kinds with settings of any shape.
export type AnyKind = PanelKind<any>;
