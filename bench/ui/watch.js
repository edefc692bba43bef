// Runs before every page: knows which questions to the server are open, and takes times within the page.
(() => {
  const open = new Set();
  const fetched = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const token = {};
    const url = String(input instanceof Request ? input.url : input);
    if (url.includes("/api/events")) return fetched(input, init);
    open.add(token);
    bench.asked += 1;
    try {
      const response = await fetched(input, init);
      const body = await response.clone().arrayBuffer();
      return new Response(body, { status: response.status, headers: response.headers });
    } finally {
      open.delete(token);
    }
  };

  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  /** After the frame that follows has been painted. */
  const painted = async () => {
    await frame();
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  };

  window.bench = {
    asked: 0,
    painted,
    /** The milliseconds from `act` until `done()` holds, no question is open, and what came of it is painted. Says what it waits for after a minute. */
    async until(act, done = () => true) {
      const begun = performance.now();
      await act();
      for (;;) {
        await painted();
        if (performance.now() - begun > 60_000)
          throw new Error(`${open.size} of ${bench.asked} questions are open at ${location.href}, and not yet: ${done}`);
        if (open.size > 0 || !done()) continue;
        const at = performance.now();
        // An answer may have led to a further question.
        await painted();
        if (open.size === 0 && done()) return at - begun;
      }
    },
    /** What `act` costs: its script, and the style, layout and paint of the frame that shows it. */
    async cost(act) {
      await painted();
      await frame();
      const begun = performance.now();
      act();
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
      await painted();
      return performance.now() - begun;
    },
  };
})();
