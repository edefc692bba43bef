export function RunsPage({ project }: { project: string }) {
  return <main>{project}</main>;
}
