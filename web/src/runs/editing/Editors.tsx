import { Popover } from "radix-ui";
import { useEffect, useRef } from "react";
import surface from "@/ui/Popover.module.css";
import { ColourEditor } from "./ColourEditor";
import { type EditorName, useEditing } from "./editing";
import { NotesEditor } from "./NotesEditor";
import { ProjectEditor } from "./ProjectEditor";
import { TagsEditor } from "./TagsEditor";

const TITLES: Record<EditorName, string> = {
  name: "Name",
  notes: "Notes",
  tags: "Tags",
  colour: "Colour",
  project: "Project",
};

/** The editor that is open, beside what it changes. Names are written where they stand. */
export function Editors({ project }: { project: string }) {
  const { open, end } = useEditing();
  const anchor = useRef({ getBoundingClientRect: () => new DOMRect() });
  useEffect(() => end, [end]);
  if (open === null || open.what === "name") return null;
  anchor.current = { getBoundingClientRect: open.anchor };
  const { subject } = open;
  return (
    <Popover.Root open onOpenChange={(next) => !next && end()}>
      <Popover.Anchor virtualRef={anchor} />
      <Popover.Portal>
        <Popover.Content
          className={surface.content}
          align="start"
          sideOffset={2}
          collisionPadding={8}
          aria-label={TITLES[open.what]}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          {open.what === "notes" && <NotesEditor subject={subject} onClose={end} />}
          {open.what === "tags" && <TagsEditor project={project} subject={subject} />}
          {open.what === "colour" && <ColourEditor subject={subject} onClose={end} />}
          {open.what === "project" && <ProjectEditor subject={subject} onClose={end} />}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
