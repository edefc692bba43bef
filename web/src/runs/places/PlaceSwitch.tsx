import { Segmented } from "@/ui/Segmented";
import { PLACES, usePlace } from "./view";

/** Active runs, archived ones, or the bin. */
export function PlaceSwitch() {
  const { place, setPlace } = usePlace();
  return <Segmented label="Place" value={place} options={PLACES} onChange={setPlace} />;
}
