import { useSyncExternalStore } from "react";

/** What a desk does, without where it is: that changes with every frame. */
export interface DeskState {
  /** The track that plays, or that was played last. */
  current: string | null;
  playing: boolean;
  /** At its end a track hands on to the next one. */
  inTurn: boolean;
}

/** Tracks that are fetched ahead, so that changing over makes no pause. */
const AHEAD = 8;

let latest: Desk | null = null;
/** The desk that was used last: the one that keys are for. */
export const latestDesk = (): Desk | null => latest;

/** Plays the sounds of a key, one at a time, all at the same position: changing over lets one hear the difference. */
export class Desk {
  private state: DeskState = { current: null, playing: false, inTurn: false };
  private readonly tracks = new Map<string, HTMLAudioElement>();
  private readonly listeners = new Set<() => void>();
  private readonly frames = new Set<(secs: number) => void>();
  private at = 0;
  private frame = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly snapshot = (): DeskState => this.state;

  /** Calls back with the position whenever it changes; on return, once. */
  onPosition(listener: (secs: number) => void): () => void {
    this.frames.add(listener);
    listener(this.position());
    return () => this.frames.delete(listener);
  }

  /** Takes a track in, until what it returns is called. */
  register(id: string, audio: HTMLAudioElement): () => void {
    this.tracks.set(id, audio);
    const onEnded = () => this.state.current === id && this.ended();
    const onPause = () => this.state.current === id && !audio.ended && this.paused();
    // Another sound has come in its place, at another step: it goes on where that one was.
    const onEmptied = () => {
      if (this.state.current !== id) return;
      if (this.state.playing) this.start(id);
      else audio.currentTime = this.at;
    };
    audio.addEventListener("ended", onEnded);
    audio.addEventListener("pause", onPause);
    audio.addEventListener("emptied", onEmptied);
    return () => {
      audio.removeEventListener("ended", onEnded);
      audio.removeEventListener("pause", onPause);
      audio.removeEventListener("emptied", onEmptied);
      if (this.state.current === id) this.stop();
      this.tracks.delete(id);
    };
  }

  /** The position of all tracks, in seconds. */
  position(): number {
    const audio = this.state.playing ? this.audio() : undefined;
    // A track that has just been given a position may not have it yet.
    if (audio && audio.readyState > 0 && !audio.seeking) this.at = audio.currentTime;
    return this.at;
  }

  toggle(id: string): void {
    if (this.state.playing && this.state.current === id) this.stop();
    else this.play(id);
  }

  /** Plays a track from where the desk stands; from its beginning if that lies behind its end. */
  play(id: string): void {
    latest = this;
    const at = this.position();
    const before = this.audio();
    if (before && this.state.current !== id) before.pause();
    const audio = this.tracks.get(id);
    this.at = audio && at >= (audio.duration || Number.POSITIVE_INFINITY) - 0.01 ? 0 : at;
    this.set({ current: id, playing: true });
    this.start(id);
    for (const each of [...this.tracks.values()].slice(0, AHEAD)) each.preload = "auto";
  }

  stop(): void {
    this.at = this.position();
    this.set({ playing: false });
    this.audio()?.pause();
    this.tell();
  }

  /** Goes to a position, on one of the tracks; what plays goes on there. */
  seek(id: string, secs: number): void {
    latest = this;
    this.at = Math.max(0, secs);
    if (this.state.playing && this.state.current !== id) {
      this.audio()?.pause();
      this.set({ current: id });
      this.start(id);
    } else {
      this.set({ current: id });
      const audio = this.audio();
      if (audio) audio.currentTime = this.at;
    }
    this.tell();
  }

  /** Changes over to the track `by` places on, at the same position. */
  change(by: number): void {
    const ids = this.order();
    if (ids.length === 0) return;
    const place = this.state.current === null ? -1 : ids.indexOf(this.state.current);
    const id = ids[(place + by + ids.length) % ids.length] as string;
    if (this.state.playing) this.play(id);
    else this.seek(id, this.at);
  }

  setInTurn(inTurn: boolean): void {
    this.set({ inTurn });
  }

  private audio(): HTMLAudioElement | undefined {
    return this.state.current === null ? undefined : this.tracks.get(this.state.current);
  }

  /** Tracks as they stand on the page. */
  private order(): string[] {
    return [...this.tracks]
      .sort(([, a], [, b]) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1))
      .map(([id]) => id);
  }

  private start(id: string): void {
    const audio = this.tracks.get(id);
    if (!audio) return;
    audio.currentTime = this.at;
    // What cannot be played says so by its error; a play that was overtaken by a pause is no fault.
    audio.play().catch(() => audio.error && this.set({ playing: false }));
    cancelAnimationFrame(this.frame);
    const run = () => {
      this.tell();
      if (this.state.playing) this.frame = requestAnimationFrame(run);
    };
    run();
  }

  /** The browser paused it: a call, a key of the keyboard, another tab. */
  private paused(): void {
    if (!this.state.playing) return;
    this.at = this.audio()?.currentTime ?? this.at;
    this.set({ playing: false });
  }

  private ended(): void {
    const ids = this.order();
    const next = ids[ids.indexOf(this.state.current ?? "") + 1];
    this.at = 0;
    if (this.state.inTurn && next !== undefined) {
      this.set({ current: next });
      this.start(next);
    } else {
      this.set({ playing: false });
      this.tell();
    }
  }

  private tell(): void {
    const at = this.position();
    for (const listener of this.frames) listener(at);
  }

  private set(part: Partial<DeskState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}

const desks = new Map<string, Desk>();

/** The desk of a key. */
export function deskOf(key: string): Desk {
  const desk = desks.get(key) ?? new Desk();
  desks.set(key, desk);
  return desk;
}

export const useDesk = (desk: Desk): DeskState => useSyncExternalStore(desk.subscribe, desk.snapshot);
