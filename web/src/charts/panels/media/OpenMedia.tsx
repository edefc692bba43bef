import { Suspense, useEffect } from "react";
import { GalleryProvider, useNewGallery } from "@/media/gallery";
import { parseItem } from "@/media/mediaView";
import { kindOf } from "@/media/registry";
import { useCharts } from "../../context";
import { useMediaKeys } from "../shared/mediaKeys";
import { useMediaRuns } from "./useMediaRuns";

/** What a panel of media has opened over the page; the address says what it is. */
export default function OpenMedia() {
  const { project, runs, single } = useCharts();
  const gallery = useNewGallery(project, useMediaRuns(runs), single);
  const open = parseItem(gallery.view.item);
  const media = useMediaKeys()?.find(({ key }) => key === open?.key);
  const Full = media && kindOf(media.type).Full;
  const { change } = gallery;
  // An address may name what nothing can show: then it should not stay there.
  useEffect(() => {
    if (open === null || (media && !Full)) change({ item: "", beside: null }, "replace");
  });
  if (!media || !Full) return null;
  return (
    <GalleryProvider value={gallery}>
      <Suspense>
        <Full media={media} onClose={() => change({ item: "", beside: null, look: "" })} />
      </Suspense>
    </GalleryProvider>
  );
}
