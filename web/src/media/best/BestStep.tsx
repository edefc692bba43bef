import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { navigate } from "wouter/use-browser-location";
import { ApiError } from "@/api/client";
import { findBest } from "@/api/media";
import { firstRunsQuery, metricNamesQuery } from "@/api/queries";
import type { BestMedia } from "@/api/schema";
import { isSystem } from "@/charts/sections";
import { plural } from "@/format/number";
import { goTo, keepParams } from "@/route/navigation";
import { readView, writeView } from "@/route/search";
import { SHARED_PARAMS } from "@/route/shared";
import { Button } from "@/ui/Button";
import { mediaView } from "../mediaView";
import { type BestSearch, changePins } from "../pins/pins";
import { pinView, readPins, writePins } from "../pins/pinView";
import styles from "./BestStep.module.css";
import { useFound } from "./found";
import { Reasons } from "./Reasons";
import { MOST_TOLERANCE, parseTolerance, rememberedTolerance, rememberTolerance } from "./tolerance";

interface Props {
  project: string;
  /** The selected runs: the search is among them alone. */
  runs: readonly string[];
  /** The metric; without one it is chosen here. */
  metric?: string;
  /** The page that shows the pins is elsewhere. */
  leads?: boolean;
  onDone(): void;
}

const FIGURES = ["min", "max"] as const;

/** Pins each selected run at the best step of a metric, or each of its panels at the media nearest to it. */
export default function BestStep({ project, runs, metric: given, leads = false, onDone }: Props) {
  const names = useQuery({ ...metricNamesQuery(runs), enabled: given === undefined && runs.length > 0 }).data;
  const [chosen, setChosen] = useState(
    () => given ?? readPins(readView(pinView, window.location.search)).search?.metric ?? "",
  );
  const metric = given ?? chosen;
  const [kept, setKept] = useState(() => rememberedTolerance(project));
  const [draft, setDraft] = useState(String(kept));
  const tolerance = parseTolerance(draft);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const [nothing, setNothing] = useState<BestMedia | null>(null);
  const runNames = useQuery({
    ...firstRunsQuery({ project, fields: ["none"] }, 1000),
    enabled: nothing !== null,
  }).data?.runs;
  const list = useId();
  const known = names?.map(({ name }) => name).filter((name) => !isSystem(name)) ?? [];

  const goal = names?.find(({ name }) => name === metric)?.goal ?? "";
  // What the script said is better comes first.
  const figures = goal === "maximize" ? FIGURES.toReversed() : FIGURES;

  const apply = () => {
    if (tolerance === null) return;
    rememberTolerance(project, tolerance);
    setKept(tolerance);
  };
  const search = async (figure: BestSearch["figure"], withMedia: boolean) => {
    if (withMedia && tolerance === null) return;
    if (withMedia) apply();
    setBusy(true);
    setFailed(null);
    setNothing(null);
    try {
      const within = withMedia ? tolerance : null;
      const answer = await findBest({ runs, metric, figure, keys: [], tolerance: within });
      if (answer.pins.length === 0) {
        setNothing(answer);
        return;
      }
      useFound.setState({ last: { pins: answer.pins.length, without: answer.without } });
      show({ metric, figure, tolerance: within }, answer);
      onDone();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailed([error.message, error.hint].filter(Boolean).join(" "));
    } finally {
      setBusy(false);
    }
  };
  const show = (found: BestSearch, { pins }: BestMedia) => {
    const now = window.location.search;
    const next = changePins(readPins(readView(pinView, now)), {
      type: "pinBest",
      search: found,
      pins: pins.map(({ run, key, step, metric_step, value, tied_values, tied_step }) => ({
        run,
        key,
        step,
        metricStep: metric_step,
        value,
        tiedValues: tied_values,
        tiedStep: tied_step,
      })),
    });
    const text = writeView(pinView, now, writePins(next));
    if (leads) goTo({ page: "media", project }, keepParams(text, SHARED_PARAMS));
    else goToHere(text);
  };
  const ready = metric.trim() !== "" && runs.length > 0 && !busy;
  return (
    <div className={styles.form}>
      <h2 className={styles.title}>
        {given === undefined ? "Best step of a metric" : `Best step of ${given}`}
      </h2>
      {given === undefined && (
        <>
          <input
            className={styles.input}
            type="text"
            list={list}
            data-autofocus=""
            aria-label="Metric"
            placeholder="Metric"
            value={chosen}
            spellCheck={false}
            onChange={(event) => setChosen(event.target.value)}
          />
          <datalist id={list}>
            {known.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
      <p className={styles.note}>
        Pins {plural(runs.length, "selected run")}; pins of all panels and best steps are replaced.
      </p>
      <div className={styles.row}>
        {figures.map((figure) => (
          <Button
            key={figure}
            disabled={!ready}
            title={`Where the metric is at its ${figure}, whether there is an image or not`}
            onClick={() => void search(figure, false)}
          >
            {figure}
          </Button>
        ))}
        {figures.map((figure) => (
          <Button
            key={figure}
            icon="image"
            disabled={!ready || tolerance === null}
            title={`The image nearest to where the metric is at its ${figure}, for each panel`}
            onClick={() => void search(figure, true)}
          >
            {figure} with image
          </Button>
        ))}
      </div>
      <label className={styles.tolerance}>
        Image within ±
        <input
          className={styles.number}
          type="text"
          inputMode="numeric"
          aria-label="Image within so many steps"
          aria-invalid={tolerance === null}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && apply()}
        />
        steps
        <span className={styles.quiet} role="status">
          {tolerance === null
            ? `0 to ${MOST_TOLERANCE.toLocaleString("en")}`
            : tolerance === kept
              ? "remembered"
              : "Enter applies"}
        </span>
      </label>
      {failed && (
        <p className={styles.problem} role="alert">
          {failed}
        </p>
      )}
      {nothing && (
        <div className={styles.problem} role="alert">
          <p>Nothing was pinned: no run qualifies.</p>
          <Reasons
            without={nothing.without}
            names={new Map(runNames?.map((run) => [run.id, `${run.name} (${run.display_id})`]))}
          />
        </div>
      )}
    </div>
  );
}

function goToHere(search: string): void {
  // An image that is open stays where it was asked for.
  const { pathname } = window.location;
  const text = writeView(mediaView, search, { item: "", beside: null });
  navigate(pathname + (text ? `?${text}` : ""));
}
