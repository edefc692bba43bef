import { type ComponentType, useEffect, useState } from "react";

/**
 * A page whose code is fetched when it is asked for first, or before that by `preload`. Not React's `lazy`: a boundary that
 * has shown its fallback waits for 300 ms before it shows what has long arrived.
 */
export function lazyPage<P extends object>(fetchPage: () => Promise<ComponentType<P>>) {
  let page: ComponentType<P> | null = null;
  const load = async () => {
    page ??= await fetchPage();
  };
  function LazyPage(props: P) {
    const [, setArrived] = useState(page !== null);
    const [failure, setFailure] = useState<unknown>(null);
    useEffect(() => {
      let here = true;
      load().then(
        () => here && setArrived(true),
        (error: unknown) => here && setFailure(error),
      );
      return () => {
        here = false;
      };
    }, []);
    // For the boundary above, which offers to try again.
    if (failure !== null) throw failure;
    const Arrived = page;
    return Arrived === null ? <main /> : <Arrived {...props} />;
  }
  return Object.assign(LazyPage, { preload: () => load().catch(() => undefined) });
}
