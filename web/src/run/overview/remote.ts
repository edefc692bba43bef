/** Hosts whose pages of a commit lie at `/commit/`. */
const FORGES = /^(github\.com|codeberg\.org|gitlab\.com)$/;

export interface Remote {
  /** What to show: without credentials. */
  label: string;
  /** The repository's page, where the remote tells it. */
  url: string | null;
  /** The page of one commit, at hosts known to have such pages. */
  commitUrl(commit: string): string | null;
}

/** A git remote as something to read and to open: `git@host:path`, `ssh://`, `http(s)://`, or a path. */
export function readRemote(remote: string): Remote {
  const place = locate(remote);
  if (place === null) return { label: remote, url: null, commitUrl: () => null };
  const url = `${place.scheme}://${place.host}/${place.path}`;
  return {
    label: `${place.host}/${place.path}`,
    url,
    commitUrl: (commit) => (FORGES.test(place.host) ? `${url}/commit/${commit}` : null),
  };
}

function locate(remote: string): { scheme: string; host: string; path: string } | null {
  const scp = /^[\w.-]+@([\w.-]+):(?!\/\/)(.+)$/.exec(remote);
  if (scp) return { scheme: "https", host: scp[1] ?? "", path: trim(scp[2] ?? "") };
  let url: URL;
  try {
    url = new URL(remote);
  } catch {
    return null;
  }
  if (url.protocol === "ssh:") return { scheme: "https", host: url.hostname, path: trim(url.pathname) };
  if (url.protocol === "https:" || url.protocol === "http:")
    return { scheme: url.protocol.slice(0, -1), host: url.host, path: trim(url.pathname) };
  return null;
}

const trim = (path: string) => path.replace(/^\/+/, "").replace(/(\.git)?\/*$/, "");
