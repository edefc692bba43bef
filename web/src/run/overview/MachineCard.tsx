import type { ReactNode } from "react";
import type { Environment } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { plural } from "@/format/number";
import { Card } from "@/ui/Card";
import { Facts } from "@/ui/Facts";
import { groupGpus } from "./gpus";

export function MachineCard({ environment }: { environment: Environment }) {
  const { cpu } = environment;
  const gpus = groupGpus(environment.gpus ?? []);
  const facts: [string, ReactNode][] = [
    ["Host", environment.host],
    ["User", environment.user],
    ["System", environment.os],
    [
      "Processor",
      [cpu?.model, cpu?.cores === undefined ? undefined : plural(cpu.cores, "core")]
        .filter(Boolean)
        .join(" · "),
    ],
    ["Memory", environment.memory_bytes === undefined ? null : formatBytes(environment.memory_bytes)],
    [
      "GPUs",
      gpus.length === 0 ? null : (
        <ul key="gpus">
          {gpus.map((gpu) => (
            <li key={`${gpu.name} ${gpu.memory_bytes}`}>
              {gpu.count > 1 && `${gpu.count} × `}
              {gpu.name}
              {gpu.memory_bytes !== undefined && ` · ${formatBytes(gpu.memory_bytes)}`}
            </li>
          ))}
        </ul>
      ),
    ],
    ["Python", environment.python],
    ["Executable", environment.executable && <code key="executable">{environment.executable}</code>],
    ["Folder", environment.cwd && <code key="cwd">{environment.cwd}</code>],
    ["Process", environment.pid],
  ];
  if (facts.every(([, value]) => value === null || value === undefined || value === "")) return null;
  return (
    <Card title="Machine">
      <Facts facts={facts} />
    </Card>
  );
}
