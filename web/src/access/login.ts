import { create } from "zustand";

/** Whether the server wants to know who asks before it answers. */
export const useLogin = create<{ needed: boolean }>(() => ({ needed: false }));
