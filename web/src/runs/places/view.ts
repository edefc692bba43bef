import type { Place } from "@/api/types";
import { useView } from "@/route/navigation";
import { choice, searchView, text } from "@/route/search";

/** The places that the table shows one of. */
export const PLACES = [
  { value: "active", label: "Active", title: "Runs that are neither archived nor in the bin" },
  { value: "archived", label: "Archived", title: "Runs that are kept out of lists and charts" },
  { value: "bin", label: "Bin", title: "Runs that wait to be removed for good" },
] as const;

export const placeView = searchView({ place: choice<Place>(["active", "archived", "bin"]), under: text() });

export interface PlaceView {
  place: Place;
  /** The project under this one that the table keeps to; all of it if empty. */
  under: string;
  setPlace(place: Place): void;
  setUnder(project: string): void;
}

/** Which runs of a project the table is about, as the address says. */
export function usePlace(): PlaceView {
  const [view, change] = useView(placeView);
  return {
    ...view,
    setPlace: (place) => change({ place }),
    setUnder: (under) => change({ under }),
  };
}
