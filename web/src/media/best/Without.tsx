import { plural } from "@/format/number";
import { Button, IconButton } from "@/ui/Button";
import { Popover } from "@/ui/Popover";
import { useGallery } from "../gallery";
import { useFound } from "./found";
import { Reasons } from "./Reasons";

/** After a search for best steps: what has none, and why. */
export function Without() {
  const { runs } = useGallery();
  const last = useFound((store) => store.last);
  if (!last || last.without.length === 0) return null;
  const names = new Map(runs.map(({ id, name, displayId }) => [id, `${name} (${displayId})`]));
  return (
    <span style={{ display: "inline-flex" }}>
      <Popover
        label="What has no best step"
        align="end"
        trigger={
          <Button icon="alert" title="What has no best step, and why">
            {plural(last.pins, "pin")}, {last.without.length} without
          </Button>
        }
      >
        <Reasons without={last.without} names={names} />
      </Popover>
      <IconButton
        icon="close"
        label="Dismiss what has no best step"
        onClick={() => useFound.setState({ last: null })}
      />
    </span>
  );
}
