import { expect, test } from "vitest";
import { readRemote } from "./remote";

test.each([
  ["git@github.com:me/digits.git", "https://github.com/me/digits"],
  ["ssh://git@git.example.org:2222/me/digits.git", "https://git.example.org/me/digits"],
  ["https://github.com/me/digits.git/", "https://github.com/me/digits"],
  ["http://git.local:3000/me/digits", "http://git.local:3000/me/digits"],
  ["/srv/git/digits.git", null],
  ["file:///srv/git/digits.git", null],
  ["javascript:alert(1)", null],
])("%s opens %s", (remote, url) => {
  expect(readRemote(remote).url).toBe(url);
});

test("credentials are neither shown nor linked", () => {
  const remote = readRemote("https://me:secret@github.com/me/digits.git");
  expect(remote.label).toBe("github.com/me/digits");
  expect(remote.url).toBe("https://github.com/me/digits");
});

test("a commit has a page at known hosts only", () => {
  expect(readRemote("git@github.com:a/b.git").commitUrl("4f2a")).toBe("https://github.com/a/b/commit/4f2a");
  expect(readRemote("git@git.local:a/b.git").commitUrl("4f2a")).toBeNull();
});
