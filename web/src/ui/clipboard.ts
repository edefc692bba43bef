/**
 * Puts a text into the clipboard. Browsers keep `navigator.clipboard` from pages that came over plain http from another
 * host, as those of a server on a cluster do: there the text is copied out of a field, the old way.
 *
 * @returns whether the browser let it be done.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyFromField(text);
  }
}

function copyFromField(text: string): boolean {
  const had = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  // Inside an open dialog, which does not let the focus out of it.
  (had?.closest('[role="dialog"]') ?? document.body).append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (had instanceof HTMLElement) had.focus();
  return done;
}
