/** Whether the films of a key have one clock. */
export const FILM_WAYS = ["together", "apart"] as const;
