import "./theme/tokens.css";
import "./theme/global.css";
import "uplot/dist/uPlot.min.css";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Entrance } from "./access/Entrance";
import { useLogin } from "./access/login";
import { Rights } from "./access/Rights";
import { whoAmIQuery } from "./access/whoAmI";
import { ApiError } from "./api/client";
import { App } from "./app/App";
import { beginPage } from "./app/pages";
import { LiveFeed } from "./live/feed";
import { currentRoute } from "./route/navigation";
import { linkSecret, useShareEnd } from "./sharing/guest";

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // The live feed says what is stale; nothing goes stale by age, focus or reconnection.
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      networkMode: "always",
      retry: (failures, error) => error instanceof ApiError && error.status === 0 && failures < 30,
      retryDelay: 2_000,
    },
  },
});

// Whom an invitation made no user yet is told nothing, nor who has not opened a share link yet.
if (currentRoute().page !== "invitation" && linkSecret() === null) {
  void client.prefetchQuery(whoAmIQuery());
  beginPage(currentRoute(), client);
  const feed = new LiveFeed(client);
  feed.start();
  useLogin.subscribe(({ needed }) => needed && feed.end());
  useShareEnd.subscribe(({ error }) => error !== null && feed.end());
}

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Entrance>
        <Rights>
          <App />
        </Rights>
      </Entrance>
    </QueryClientProvider>
  </StrictMode>,
);
