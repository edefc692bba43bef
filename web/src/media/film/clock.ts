import { useSyncExternalStore } from "react";
import type { FrameTimes } from "./frameTimes";

export const SPEEDS = ["0.1", "0.25", "0.5", "1", "2", "4"] as const;

export interface ClockState {
  playing: boolean;
  speed: number;
  loop: boolean;
  /** Somebody has played or stepped it: from then on it has keys. */
  used: boolean;
}

let latest: FilmClock | null = null;
/** The clock that was used last: the one that keys are for. */
export const latestClock = (): FilmClock | null => latest;

/** One clock for films that are seen together. It runs by itself; films follow it, the shorter ones wait at their end. */
export class FilmClock {
  private state: ClockState = { playing: false, speed: 1, loop: true, used: false };
  private readonly now: () => number;
  private readonly films = new Map<string, FrameTimes>();
  private readonly listeners = new Set<() => void>();
  private readonly followers = new Set<(secs: number) => void>();
  /** Where it stood at a time, in milliseconds. */
  private at = 0;
  private since = 0;
  private frame = 0;

  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): ClockState => this.state;

  /** Takes a film in, until what it returns is called. */
  register(id: string, times: FrameTimes): () => void {
    this.films.set(id, times);
    return () => {
      this.films.delete(id);
      if (this.films.size > 0) return;
      this.pause();
      this.set({ used: false });
    };
  }

  /** Calls back with the position with each frame of the page while the clock runs, and whenever it is set; at once, too. */
  follow(follower: (secs: number) => void): () => void {
    this.followers.add(follower);
    follower(this.position());
    return () => this.followers.delete(follower);
  }

  /** The longest film's. */
  duration(): number {
    return Math.max(0, ...[...this.films.values()].map(({ durationSecs }) => durationSecs));
  }

  position(): number {
    if (!this.state.playing) return this.at;
    const reached = this.at + ((this.now() - this.since) / 1000) * this.state.speed;
    const duration = this.duration();
    if (duration <= 0) return this.at;
    return this.state.loop ? reached % duration : Math.min(reached, duration);
  }

  toggle(): void {
    if (this.state.playing) this.pause();
    else this.play();
  }

  play(): void {
    this.use();
    if (!this.state.loop && this.at >= this.duration() - 1e-3) this.at = 0;
    this.since = this.now();
    this.set({ playing: true });
    this.run();
  }

  pause(): void {
    this.at = this.position();
    this.set({ playing: false });
    this.tell();
  }

  seek(secs: number): void {
    this.use();
    this.at = Math.max(0, Math.min(this.duration(), secs));
    this.since = this.now();
    this.tell();
  }

  /** Stops, and shows the frame `by` frames on; `id` says whose frames, where films have different ones. Behind its end it is another film's that goes on. */
  step(by: number, id?: string): void {
    this.pause();
    const all = [this.films.get(id ?? ""), ...this.films.values()].filter((film) => film !== undefined);
    const goesOn = (film: FrameTimes) =>
      by > 0 ? film.at(this.at) + by < film.count : this.at < film.durationSecs;
    const times = all.find(goesOn) ?? all.find(({ durationSecs }) => durationSecs === this.duration());
    if (!times) return;
    this.seek(times.middle(times.at(this.at) + by));
  }

  setSpeed(speed: number): void {
    this.at = this.position();
    this.since = this.now();
    this.set({ speed });
  }

  setLoop(loop: boolean): void {
    this.at = this.position();
    this.since = this.now();
    this.set({ loop });
  }

  /** What happens with each frame of the page. */
  tick(): void {
    if (!this.state.loop && this.position() >= this.duration()) this.pause();
    else this.tell();
  }

  private use(): void {
    latest = this;
    if (!this.state.used) this.set({ used: true });
  }

  private run(): void {
    if (typeof requestAnimationFrame === "undefined") return;
    cancelAnimationFrame(this.frame);
    const each = () => {
      this.tick();
      if (this.state.playing) this.frame = requestAnimationFrame(each);
    };
    each();
  }

  private tell(): void {
    const at = this.position();
    for (const follower of this.followers) follower(at);
  }

  private set(part: Partial<ClockState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}

const clocks = new Map<string, FilmClock>();

/** The clock of all films of a key. */
export function clockOf(key: string): FilmClock {
  const clock = clocks.get(key) ?? new FilmClock();
  clocks.set(key, clock);
  return clock;
}

export const useClock = (clock: FilmClock): ClockState =>
  useSyncExternalStore(clock.subscribe, clock.snapshot);
