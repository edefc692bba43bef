/**
 * The typed codec between a view's state and the address's search parameters. A view is declared once,
 *
 *   const view = searchView({ q: text(""), x: choice(["step", "time"]), sm: number(0, 0, 0.99) });
 *
 * and read and written through `useView(view)`. Values equal to their default are left out of the address; parameters of
 * other views are kept, so views can share one address; what cannot be read falls back to the default.
 */
export interface Param<T> {
  fallback: T;
  read(values: string[]): T | undefined;
  write(value: T): string[];
}

export type View<S> = { [K in keyof S]: Param<S[K]> };
export type ViewState<V> = V extends View<infer S> ? S : never;

// biome-ignore lint/suspicious/noExplicitAny: a view holds parameters of any type.
type AnyParams = Record<string, Param<any>>;
type StateOf<P extends AnyParams> = { [K in keyof P]: P[K] extends Param<infer T> ? T : never };

export function searchView<P extends AnyParams>(params: P): View<StateOf<P>> {
  return params as unknown as View<StateOf<P>>;
}

export const text = (fallback = ""): Param<string> => ({
  fallback,
  read: ([value]) => value,
  write: (value) => [value],
});

export const flag = (fallback = false): Param<boolean> => ({
  fallback,
  read: ([value]) => (value === "1" ? true : value === "0" ? false : undefined),
  write: (value) => [value ? "1" : "0"],
});

export const number = (fallback: number, low = -Infinity, high = Infinity): Param<number> => ({
  fallback,
  read: ([value]) => {
    const parsed = value === undefined || value.trim() === "" ? Number.NaN : Number(value);
    return Number.isNaN(parsed) ? undefined : Math.min(high, Math.max(low, parsed));
  },
  write: (value) => [String(value)],
});

export const choice = <const T extends string>(options: readonly T[], fallback?: T): Param<T> => ({
  fallback: fallback ?? (options[0] as T),
  read: ([value]) => options.find((option) => option === value),
  write: (value) => [value],
});

/** A list that repeats its parameter; `null` is "not chosen by the user", the empty list is written as one empty value. */
export const list = (): Param<string[] | null> => ({
  fallback: null,
  read: (values) => (values.length === 0 ? undefined : values.filter((value) => value !== "")),
  write: (value) => (value === null ? [] : value.length === 0 ? [""] : value),
});

/** An inclusive interval, `10..200`. */
export const range = (): Param<[number, number] | null> => ({
  fallback: null,
  read: ([value]) => {
    const parts = value?.split("..").map(Number);
    const [low, high] = parts ?? [];
    return low !== undefined && high !== undefined && low < high ? [low, high] : undefined;
  },
  write: (value) => (value === null ? [] : [`${value[0]}..${value[1]}`]),
});

export function readView<S>(view: View<S>, search: string): S {
  const params = new URLSearchParams(search);
  const state = {} as S;
  for (const name in view) {
    const param = view[name];
    const values = params.getAll(name);
    state[name] = (values.length > 0 ? param.read(values) : undefined) ?? param.fallback;
  }
  return state;
}

/** The search string after `change`, without its question mark. */
export function writeView<S>(view: View<S>, search: string, change: Partial<S>): string {
  const params = new URLSearchParams(search);
  for (const name in change) {
    const param = view[name];
    const value = change[name] as S[typeof name];
    const values = param.write(value);
    params.delete(name);
    if (JSON.stringify(values) === JSON.stringify(param.write(param.fallback))) continue;
    for (const item of values) params.append(name, item);
  }
  return params.toString();
}
