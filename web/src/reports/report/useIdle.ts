import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

const PACE_MS = 500;

/** Whether what is in sight has had its answers: from then on the rest of the page may ask, too. */
export function useIdle(): boolean {
  const client = useQueryClient();
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const timer = setInterval(() => {
      if (client.isFetching() > 0) return;
      clearInterval(timer);
      setIdle(true);
    }, PACE_MS);
    return () => clearInterval(timer);
  }, [client]);
  return idle;
}
