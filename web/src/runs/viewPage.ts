import { commonOf, joined, ownOf, type ViewPage, viewParam } from "@/charts/views/document";
import { writeView } from "@/route/search";
import { readTableState, tableSearch, tableStateOf } from "./tableState";

/** The table of runs as a part of saved views: its columns, grouping and places, with the runs, filter and order of the charts. */
export const tablePage: ViewPage = {
  stateOf: (search) => joined(commonOf(search), ownOf(tableSearch(tableStateOf(search)))),
  addressOf: (state, view) => writeView(viewParam, state, { view }),
  read: ({ search, table }) => joined(commonOf(search), ownOf(tableSearch(readTableState(table) ?? {}))),
  write: (search, before) => ({
    ...before,
    page: "charts",
    search: joined(commonOf(search), ownOf(before?.search ?? "")),
    table: { ...tableStateOf(search) },
  }),
};
