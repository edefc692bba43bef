export default function Palette(_: { project: string | null; onClose(): void }) {
  return null;
}
