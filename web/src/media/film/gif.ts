/** Browsers show frames that ask for less than two hundredths of a second for a tenth. */
const LEAST_SECS = 0.02;
const USUAL_SECS = 0.1;

/** How long each frame of a GIF is shown, in seconds; empty for what is no GIF. A file that is cut short has the frames that it has. */
export function gifDelays(bytes: Uint8Array): number[] {
  const byte = (at: number) => bytes[at] ?? 0;
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== "GIF8") return [];
  const colours = (packed: number) => ((packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1));
  const delays: number[] = [];
  let delay = 0;
  let at = 13 + colours(byte(10));
  const passBlocks = () => {
    while (at < bytes.length && byte(at) !== 0) at += byte(at) + 1;
    at += 1;
  };
  while (at < bytes.length) {
    const kind = byte(at);
    if (kind === 0x21) {
      if (byte(at + 1) === 0xf9) delay = (byte(at + 4) + 256 * byte(at + 5)) / 100;
      at += 2;
      passBlocks();
    } else if (kind === 0x2c) {
      delays.push(delay < LEAST_SECS ? USUAL_SECS : delay);
      at += 11 + colours(byte(at + 9));
      passBlocks();
    } else break;
  }
  return delays;
}
