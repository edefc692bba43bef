export interface Gpu {
  name: string;
  memory_bytes?: number;
}

/** Equal devices as one line with a count, in the order of their first. */
export function groupGpus(gpus: readonly Gpu[]): (Gpu & { count: number })[] {
  const groups = new Map<string, Gpu & { count: number }>();
  for (const gpu of gpus) {
    const key = `${gpu.name}\0${gpu.memory_bytes}`;
    const group = groups.get(key);
    if (group) group.count += 1;
    else groups.set(key, { ...gpu, count: 1 });
  }
  return [...groups.values()];
}
