import { create } from "zustand";

export type ThemeChoice = "system" | "light" | "dark";
export type Theme = "light" | "dark";

const KEY = "runstone.theme";
const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");

function remembered(): ThemeChoice {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system"; // in a frame of another site, a browser may keep its storage closed
  }
}

const resolve = (choice: ThemeChoice): Theme =>
  choice === "system" ? (prefersDark.matches ? "dark" : "light") : choice;

interface ThemeStore {
  choice: ThemeChoice;
  theme: Theme;
  choose(choice: ThemeChoice): void;
}

export const useThemeStore = create<ThemeStore>((set) => ({
  choice: remembered(),
  theme: resolve(remembered()),
  choose: (choice) => {
    if (choice === "system") {
      localStorage.removeItem(KEY);
      delete document.documentElement.dataset.theme;
    } else {
      localStorage.setItem(KEY, choice);
      document.documentElement.dataset.theme = choice;
    }
    set({ choice, theme: resolve(choice) });
  },
}));

prefersDark.addEventListener("change", () => {
  useThemeStore.setState(({ choice }) => ({ theme: resolve(choice) }));
});

export const useTheme = (): Theme => useThemeStore((state) => state.theme);

const resolved = new Map<string, string>();
let probe: HTMLElement | null = null;

/** The colour that a token has now, in a form that a canvas understands. */
export function tokenColour(token: `--${string}`, theme: Theme): string {
  const key = `${theme} ${token}`;
  let colour = resolved.get(key);
  if (colour === undefined) {
    if (probe === null) {
      probe = document.createElement("i");
      probe.hidden = true;
      document.body.append(probe);
    }
    probe.style.colorScheme = theme;
    probe.style.color = `var(${token})`;
    colour = getComputedStyle(probe).color;
    resolved.set(key, colour);
  }
  return colour;
}
