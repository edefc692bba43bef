// Runs in a frame without an origin, beside plotly.js: draws the figure that the page outside sends, and tells it how that went.
(() => {
  const place = document.getElementById("figure");
  const tell = (message) => parent.postMessage(message, "*");
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || typeof data?.draw !== "object") return;
    const { background, figure } = data.draw;
    document.body.style.background = background;
    if (typeof Plotly === "undefined") {
      tell({ failed: "plotly.js did not arrive." });
      return;
    }
    Plotly.react(place, figure).then(
      () => tell({ drawn: true }),
      (error) => tell({ failed: String(error?.message ?? error) }),
    );
  });
  addEventListener("resize", () => place.data && Plotly.Plots.resize(place));
  addEventListener("keydown", ({ key }) => key === "Escape" && tell({ key }));
  tell({ ready: true });
})();
