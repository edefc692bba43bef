import { useLogin } from "@/access/login";
import { useShareEnd } from "@/sharing/guest";
import { parseJson } from "./floats";
import type { ErrorAnswer } from "./schema";

export type QueryValue = string | number | boolean | null | undefined;
export type Query = Record<string, QueryValue | readonly string[]>;

/** What went wrong, in the server's own words: a code, a message, and a hint that says what to do. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly hint: string | null;
  /** Which characters of the filter or expression are wrong, where it is one. */
  readonly place: readonly [start: number, end: number] | null;
  /** What stands there by now, where somebody else was quicker. */
  readonly current: unknown;

  constructor(
    status: number,
    code: string,
    message: string,
    hint: string | null,
    place: readonly [start: number, end: number] | null = null,
    current: unknown = null,
  ) {
    super(message);
    this.name = "ApiError";
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.place = place;
    this.current = current;
  }
}

/** The address of an API path such as `runs/${segment(id)}`; lists repeat their parameter, empty values are left out. */
export function apiUrl(path: string, query: Query = {}): string {
  const url = new URL(`api/${path}`, document.baseURI);
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const item of value) url.searchParams.append(name, item);
    else if (value !== null && value !== undefined && value !== "") url.searchParams.set(name, String(value));
  }
  return url.href;
}

/** One segment of an API path: run ids may hold any character. */
export const segment = encodeURIComponent;

/** Whoever looks by a share link sees nothing any more. */
const GUEST_ENDS: ReadonlySet<string> = new Set(["share_over", "share_not_open"]);

async function request(path: string, query: Query | undefined, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(apiUrl(path, query), init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(
      0,
      "unreachable",
      "The runstone server does not answer.",
      "Is `runstone ui` still running? This page tries again by itself.",
    );
  }
  if (response.ok) return response;
  const error = await answerError(response);
  if (error.code === "not_logged_in") useLogin.setState({ needed: true });
  if (GUEST_ENDS.has(error.code)) useShareEnd.setState({ error });
  throw error;
}

/** What an answer says that is an error. */
export async function answerError(response: Response): Promise<ApiError> {
  const fallback = `The server answered ${response.status} ${response.statusText}.`;
  try {
    const { error, current } = parseJson(await response.text()) as ErrorAnswer & { current?: unknown };
    const { code, message, hint, start, end } = error;
    const place = start === null ? null : ([start, end ?? start] as const);
    return new ApiError(response.status, code, message, hint, place, current);
  } catch {
    return new ApiError(response.status, "unknown", fallback, null);
  }
}

export async function getJson<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const response = await request(path, query, { signal });
  return parseJson(await response.text()) as T;
}

export async function getBytes(path: string, query?: Query, signal?: AbortSignal): Promise<ArrayBuffer> {
  const response = await request(path, query, { signal });
  return response.arrayBuffer();
}

/** A question too long for an address. */
export async function askBytes(path: string, question: unknown, signal?: AbortSignal): Promise<ArrayBuffer> {
  return (await ask(path, question, signal)).arrayBuffer();
}

/** A question that an address has no form for, whose answer is read while it comes. */
export async function askStream(
  path: string,
  question: unknown,
  signal?: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const { body } = await ask(path, question, signal);
  if (body === null) throw new RangeError("The answer has no body.");
  return body;
}

/** A question too long for an address, whose answer is JSON. */
export async function askJson<T>(path: string, question: unknown, signal?: AbortSignal): Promise<T> {
  return parseJson(await (await ask(path, question, signal)).text()) as T;
}

const ask = (path: string, question: unknown, signal?: AbortSignal): Promise<Response> =>
  request(path, undefined, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(question),
    signal,
  });

/** Sends JSON to where something changes; gives the answer. */
export async function sendJson<T>(
  method: "POST" | "PUT" | "DELETE",
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await request(path, undefined, {
    method,
    headers: { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return parseJson(await response.text()) as T;
}
