import { useQuery } from "@tanstack/react-query";
import { apiUrl, getBytes } from "@/api/client";
import { Problem } from "../card/Problem";

/** A browser does not say why an image fails: the server does. */
export function Broken({ url, onRetry }: { url: string; onRetry(): void }) {
  const { error, isPending } = useQuery({
    queryKey: ["broken-image", url],
    queryFn: async ({ signal }) => {
      await getBytes(url.slice(apiUrl("").length), undefined, signal);
      return null;
    },
    retry: false,
  });
  if (isPending) return null;
  return <Problem error={error ?? new Error("The browser cannot show this image.")} onRetry={onRetry} />;
}
