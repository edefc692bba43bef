import { commonOf, joined, ownOf, type ViewPage, viewParam } from "@/charts/views/document";
import { keepParams } from "@/route/navigation";
import { writeView } from "@/route/search";
import { mediaView } from "./mediaView";

/** What is open over the page is for the moment, and no part of a view. */
const PASSING = ["item", "beside", "difference", "textdiff", "nodefind", "look", "tcell"];
const OWN = Object.keys(mediaView).filter((name) => !PASSING.includes(name));

const ownMedia = (search: string): string => keepParams(search, OWN);

/** The gallery as a part of saved views: its steps, samples and marks, with the runs and pins of all pages. */
export const galleryPage: ViewPage = {
  stateOf: (search) => joined(commonOf(search), ownMedia(search)),
  addressOf: (state, view) => writeView(viewParam, state, { view }),
  read: ({ search, media }) => joined(commonOf(search), ownMedia(media ?? "")),
  write: (search, before) => ({
    ...before,
    page: "charts",
    search: joined(commonOf(search), ownOf(before?.search ?? "")),
    media: joined(ownMedia(search)),
  }),
};
