import { create } from "zustand";
import type { ApiError } from "@/api/client";

const PLACE = /\/share\/[0-9a-f]{12}\/$/;
const SECRET = /^#([0-9a-f]{48})$/;

/** Whether the page is looked at by a share link: nothing can be changed then, and nothing is offered that would. */
export const isGuest = typeof document !== "undefined" && PLACE.test(new URL(document.baseURI).pathname);

/** What stands behind # in a share link that is about to be opened; null on every other page. */
export const linkSecret = (): string | null => (isGuest && SECRET.exec(window.location.hash)?.[1]) || null;

/** Why a share link shows nothing any more; null while it does. */
export const useShareEnd = create<{ error: ApiError | null }>(() => ({ error: null }));
