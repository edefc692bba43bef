export function ChartsPage({ project }: { project: string }) {
  return <main>{project}</main>;
}
