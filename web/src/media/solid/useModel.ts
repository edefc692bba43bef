import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { blobBytesQuery } from "@/api/queries";
import type { MediaItem } from "@/api/types";
import { formatBytes } from "@/format/bytes";
import { MOST_BYTES, type Model } from "./model";

export interface ModelState {
  model: Model | null;
  error: Error | null;
}

/** Makes a model of an item's bytes, anew where `make` changes; the one before stays until it is there. */
export function useModel(
  item: MediaItem,
  make: (data: ArrayBuffer, item: MediaItem) => Model | Promise<Model>,
): ModelState {
  const isLarge = item.size_bytes > MOST_BYTES;
  const query = useQuery({ ...blobBytesQuery(item.sha256), enabled: !isLarge });
  const [state, setState] = useState<ModelState>({ model: null, error: null });
  const { data } = query;
  useEffect(() => {
    if (!data) return;
    let current = true;
    let made: Model | null = null;
    Promise.resolve()
      .then(() => make(data, item))
      .then(
        (model) => {
          made = model;
          if (current) setState({ model, error: null });
          else model.dispose();
        },
        (error: unknown) => {
          const words = error instanceof Error ? error.message : String(error);
          if (current) setState({ model: null, error: new Error(`This file cannot be drawn: ${words}`) });
        },
      );
    return () => {
      current = false;
      made?.dispose();
    };
  }, [data, item, make]);
  if (isLarge) {
    const error = new Error(
      `${formatBytes(item.size_bytes)} are too much to be drawn here. Download the file.`,
    );
    return { model: null, error };
  }
  return query.error ? { model: null, error: query.error } : state;
}
