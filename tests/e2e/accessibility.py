"""What axe is asked for, once its source (the fixture `axe`) is on the page."""

from playwright.sync_api import Page


def _asking(only: str) -> str:
    return f"""async () => {{
  const found = await axe.run(document, {{ runOnly: {only}, resultTypes: ["violations"] }});
  return found.violations
    .filter(({{ impact }}) => impact === "serious" || impact === "critical")
    .flatMap(({{ id, nodes }}) => nodes.slice(0, 5).map(node => `${{id}}: ${{node.target.join(" ")}} ${{node.html.slice(0, 160)}}`));
}}"""


AXE = _asking('{ type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }')

_COLOURS = _asking('{ type: "rule", values: ["color-contrast", "link-in-text-block"] }')
"""The rules among those that ask what colours a page has. A theme changes nothing else."""

# The page has drawn what follows from the change, and has nothing more to do.
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => done(), { timeout: 5_000 }))))"


def found_in_either_theme(tab: Page, axe: str) -> dict[str, list[str]]:
    """What axe finds on a page in the light theme, and what it finds of colours in the dark one."""
    tab.evaluate(axe)
    found = {}
    for theme, asked in (("dark", _COLOURS), ("light", AXE)):
        tab.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        tab.evaluate(SETTLED)
        found[theme] = tab.evaluate(asked)
    return found
