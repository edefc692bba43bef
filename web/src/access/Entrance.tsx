import { lazy, type ReactNode, Suspense } from "react";
import { useRoute } from "@/route/navigation";
import { linkSecret, useShareEnd } from "@/sharing/guest";
import { useLogin } from "./login";

const LoginPage = lazy(() => import("./LoginPage"));
const GuestPage = lazy(() => import("@/sharing/GuestPage"));

/** The app, or what stands before it while nobody is logged in. The address stays, so that one is back where one was. */
export function Entrance({ children }: { children: ReactNode }) {
  const invited = useRoute().page === "invitation";
  const needed = useLogin((login) => login.needed);
  const ended = useShareEnd((end) => end.error !== null);
  const secret = linkSecret();
  if (secret !== null || ended) {
    return (
      <Suspense fallback={<main />}>
        <GuestPage secret={secret} />
      </Suspense>
    );
  }
  if (!invited && !needed) return children;
  return (
    <Suspense fallback={<main />}>
      <LoginPage invitation={invited ? window.location.hash.slice(1) : null} />
    </Suspense>
  );
}
