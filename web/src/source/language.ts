/** Languages that sources are coloured in. */
export type Language =
  | "bash"
  | "cpp"
  | "css"
  | "diff"
  | "dockerfile"
  | "go"
  | "ini"
  | "java"
  | "javascript"
  | "json"
  | "julia"
  | "lua"
  | "makefile"
  | "markdown"
  | "python"
  | "r"
  | "rust"
  | "sql"
  | "typescript"
  | "xml"
  | "yaml";

const BY_ENDING: Record<string, Language> = {
  bash: "bash",
  c: "cpp",
  cc: "cpp",
  cfg: "ini",
  conf: "ini",
  cpp: "cpp",
  css: "css",
  cu: "cpp",
  cuh: "cpp",
  cxx: "cpp",
  diff: "diff",
  go: "go",
  h: "cpp",
  hpp: "cpp",
  html: "xml",
  ini: "ini",
  ipynb: "json",
  java: "java",
  jl: "julia",
  js: "javascript",
  json: "json",
  jsonl: "json",
  jsx: "javascript",
  lua: "lua",
  markdown: "markdown",
  md: "markdown",
  mjs: "javascript",
  mk: "makefile",
  patch: "diff",
  pbs: "bash",
  py: "python",
  pyi: "python",
  pyx: "python",
  r: "r",
  rs: "rust",
  sbatch: "bash",
  scss: "css",
  sh: "bash",
  slurm: "bash",
  sql: "sql",
  svg: "xml",
  toml: "ini",
  ts: "typescript",
  tsx: "typescript",
  xml: "xml",
  yaml: "yaml",
  yml: "yaml",
  zsh: "bash",
};

const BY_NAME: Record<string, Language> = {
  ".bashrc": "bash",
  ".zshrc": "bash",
  dockerfile: "dockerfile",
  gnumakefile: "makefile",
  makefile: "makefile",
  snakefile: "python",
};

const BY_INTERPRETER: readonly (readonly [RegExp, Language])[] = [
  [/\bpython[\d.]*\b/, "python"],
  [/\b(ba|z|da|k)?sh\b/, "bash"],
  [/\bnode\b/, "javascript"],
];

/** What a file is written in, told by its name, else by its first line; null where nothing tells. */
export function languageOf(path: string, text: string): Language | null {
  const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
  const named = BY_NAME[name] ?? (name.startsWith("dockerfile.") ? "dockerfile" : undefined);
  if (named) return named;
  const dot = name.lastIndexOf(".");
  const known = dot < 0 ? undefined : BY_ENDING[name.slice(dot + 1)];
  if (known) return known;
  const first = text.slice(0, text.indexOf("\n") + 1 || 200);
  if (!first.startsWith("#!")) return null;
  return BY_INTERPRETER.find(([pattern]) => pattern.test(first))?.[1] ?? null;
}
