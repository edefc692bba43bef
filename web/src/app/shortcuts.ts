import { useLayoutEffect, useRef } from "react";
import { BINDINGS, type BindingName } from "./bindings";

/** What is done when the keys of a binding are pressed. */
export type Shortcuts = { readonly [name in BindingName]?: ((event: KeyboardEvent) => void) | undefined };

/** What a field that one types in does with these keys itself. */
const OF_FIELDS = new Set(["mod+a", "mod+z", "mod+shift+z"]);
const PRESSED = "button, a[href], summary, [role=button], [role=menuitem], [role=tab], [role=option]";
const SEQUENCE_MS = 900;
const layers: { current: Shortcuts }[] = [];
let prefix = "";
let prefixTime = 0;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  return (
    target instanceof HTMLInputElement && !["checkbox", "radio", "range", "button"].includes(target.type)
  );
}

/** Whether the key presses what has the focus: a button, a link. It is theirs then, whatever else it is bound to. */
function isPressing({ key, target }: KeyboardEvent): boolean {
  return (key === "Enter" || key === " ") && target instanceof Element && target.closest(PRESSED) !== null;
}

/** The bindings of each key. */
const namesOf = new Map<string, BindingName[]>();
for (const [name, { keys }] of Object.entries(BINDINGS))
  for (const key of keys) namesOf.set(key, [...(namesOf.get(key) ?? []), name as BindingName]);

function find(key: string): Shortcuts[BindingName] {
  const names = namesOf.get(key) ?? [];
  for (let index = layers.length - 1; index >= 0; index -= 1) {
    const name = names.find((each) => layers[index]?.current[each]);
    if (name) return layers[index]?.current[name];
  }
  return undefined;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || isPressing(event)) return;
  const mod = event.metaKey || event.ctrlKey;
  const key = mod ? `mod+${event.shiftKey ? "shift+" : ""}${event.key.toLowerCase()}` : event.key;
  if (event.altKey || (isTyping(event.target) && (!mod || OF_FIELDS.has(key)))) return;
  // A dialog owns the keyboard while it is open.
  if (!mod && document.querySelector('[role="dialog"]')) return;
  const sequence = prefix !== "" && event.timeStamp - prefixTime < SEQUENCE_MS ? `${prefix} ${key}` : "";
  const action = (sequence && find(sequence)) || find(key);
  prefix = key;
  prefixTime = event.timeStamp;
  if (!action) return;
  prefix = "";
  event.preventDefault();
  action(event);
}

/**
 * Binds keys while the component is mounted; of those that bind the same key, the one that was mounted last wins.
 * They are bound before the component is painted: what one sees answers to its keys.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  useLayoutEffect(() => {
    current.current = shortcuts;
  });
  useLayoutEffect(() => {
    if (layers.length === 0) window.addEventListener("keydown", onKeyDown);
    layers.push(current);
    return () => {
      layers.splice(layers.indexOf(current), 1);
      if (layers.length === 0) window.removeEventListener("keydown", onKeyDown);
    };
  }, []);
}
