import type { Json } from "@/api/types";
import { formatValue } from "@/format/value";
import { Card } from "@/ui/Card";
import { Facts } from "@/ui/Facts";
import { Markdown } from "@/ui/Markdown";
import { flatten } from "../config/flatten";

interface Props {
  config: { [key: string]: Json };
  /** Flat keys, in their order. */
  keys: readonly string[];
}

/** The values of the config that the script pinned (`run.pin_config_keys`); texts are Markdown. */
export function PinnedCard({ config, keys }: Props) {
  if (keys.length === 0) return null;
  const values = new Map([...Object.entries(config), ...flatten(config)]);
  return (
    <Card title="Pinned">
      <Facts
        facts={keys
          .filter((key) => values.has(key))
          .map((key) => {
            const value = values.get(key);
            return [
              key,
              typeof value === "string" && value !== "" ? (
                <Markdown key={key} text={value} />
              ) : (
                formatValue(value)
              ),
            ] as const;
          })}
      />
    </Card>
  );
}
