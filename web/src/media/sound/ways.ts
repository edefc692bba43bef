/** What is drawn of a sound. */
export const SOUND_WAYS = ["both", "waveform", "spectrogram"] as const;
export type SoundWay = (typeof SOUND_WAYS)[number];
