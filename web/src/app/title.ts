import { useEffect } from "react";

export function useTitle(...parts: string[]): void {
  const title = [...parts, "runstone"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
