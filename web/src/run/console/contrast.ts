export type Rgb = readonly [red: number, green: number, blue: number];

/** What WCAG AA asks of text. */
const AA = 4.5;

export function contrast(a: Rgb, b: Rgb): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
  const linear = (channel: number) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** The colour nearest to `ink` that can be read on `ground`: made lighter or darker, its hue kept, as far as it must. */
export function readable(ink: Rgb, ground: Rgb): Rgb {
  if (contrast(ink, ground) >= AA) return ink;
  const goal: Rgb =
    contrast([255, 255, 255], ground) > contrast([0, 0, 0], ground) ? [255, 255, 255] : [0, 0, 0];
  let low = 0;
  let high = 1;
  for (let round = 0; round < 8; round += 1) {
    const middle = (low + high) / 2;
    if (contrast(mixed(ink, goal, middle), ground) >= AA) high = middle;
    else low = middle;
  }
  return mixed(ink, goal, high);
}

export function mixed(from: Rgb, to: Rgb, share: number): Rgb {
  const mix = (a: number, b: number) => Math.round(a + (b - a) * share);
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}
