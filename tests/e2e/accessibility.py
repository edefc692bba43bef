"""What axe is asked for, once its source (the fixture `axe`) is on the page."""

AXE = """async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const found = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
  return found.violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.slice(0, 5).map(node => `${id}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`));
}"""
