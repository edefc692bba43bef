import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { licenses } from "./licenses";

const server = process.env.RUNSTONE_SERVER ?? "http://127.0.0.1:8090";

export default defineConfig({
  // Relative, so that one build works under any path prefix (a Jupyter proxy, an SSH tunnel).
  base: "./",
  plugins: [react(), licenses()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: process.env.RUNSTONE_UI_OUT ?? "dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        // Else whatever a later page needs too is a file of its own, and a browser fetches six at a time.
        codeSplitting: { groups: [{ name: "app", tags: ["$initial"] }] },
      },
    },
  },
  server: { proxy: { "/api": server } },
});
