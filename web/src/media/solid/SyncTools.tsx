import { useEffect, useRef } from "react";
import { Button, IconButton } from "@/ui/Button";
import { useGallery } from "../gallery";
import { formatCamera, parseCamera } from "./camera";
import { resetCameras, setSharedCamera, useSharedCamera } from "./cameras";

const REST_MS = 200;

/** Whether all cameras move together, and the way back to where they began. A synced camera is in the address. */
export function SyncTools() {
  const { view, change } = useGallery();
  const shared = formatCamera(useSharedCamera());
  const began = useRef(false);
  useEffect(() => {
    if (!began.current) {
      began.current = true;
      if (view.zoomsync && view.look !== "") setSharedCamera(parseCamera(view.look));
      return;
    }
    if (!view.zoomsync || shared === view.look) return;
    const timer = setTimeout(() => change({ look: shared }, "replace"), REST_MS);
    return () => clearTimeout(timer);
  }, [shared, view.zoomsync, view.look, change]);
  return (
    <>
      <IconButton icon="expand" label="Look from where it began (0)" onClick={resetCameras} />
      <Button
        icon="link"
        aria-pressed={view.zoomsync}
        title="Turn, move and zoom all of them together"
        onClick={() => change({ zoomsync: !view.zoomsync }, "replace")}
      >
        Sync zoom
      </Button>
    </>
  );
}
