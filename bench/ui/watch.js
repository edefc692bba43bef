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
    const isQuestion = (init?.method ?? "GET") === "GET" || url.endsWith("/api/panels");
    if (isQuestion) bench.questions.push({ url, init: init && { ...init, signal: undefined } });
    try {
      const response = await fetched(input, init);
      readWhole(response, () => open.delete(token));
      return response;
    } catch (error) {
      open.delete(token);
      throw error;
    }
  };

  /** Calls `end` when the page has read the answer, in whatever way, or has given it up. */
  function readWhole(response, end) {
    for (const way of ["arrayBuffer", "blob", "json", "text"]) {
      const read = response[way].bind(response);
      response[way] = () => read().finally(end);
    }
    const { body } = response;
    if (body === null) return end();
    const getReader = body.getReader.bind(body);
    body.getReader = () => {
      const reader = getReader();
      const read = reader.read.bind(reader);
      const next = async () => {
        const got = await read();
        if (got.done) end();
        return got;
      };
      reader.read = () => next().catch((error) => { end(); throw error; });
      return reader;
    };
  }

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
  /** Of a call that was asked for within the page; the page's clock may run fast. */
  const now = performance.now.bind(performance);

  window.bench = {
    asked: 0,
    questions: [],
    painted,
    /**
     * The milliseconds from `act` until `done()` holds, no question is open, and what came of it is painted. Says what it waits for after a
     * minute. `begun` is another time to count from.
     */
    async until(act, done = () => true, begun = now()) {
      const limit = now() + 60_000;
      await act();
      for (;;) {
        await painted();
        if (now() > limit)
          throw new Error(`${open.size} of ${bench.asked} questions are open at ${location.href}, and not yet: ${done}`);
        if (open.size > 0 || !done()) continue;
        const at = now();
        // An answer may have led to a further question.
        await painted();
        if (open.size === 0 && done()) return at - begun;
      }
    },
    /** The milliseconds from the navigation on. */
    opened: (done) => bench.until(() => {}, done, 0),
    /** The floor of what was just taken: the same answers, fetched anew all at once and thrown away. */
    async answers() {
      const asked = new Map(bench.questions.map((each) => [each.url + (each.init?.body ?? ""), each]));
      const begun = now();
      await Promise.all(
        [...asked.values()].map(async ({ url, init }) =>
          (await fetched(url, { ...init, cache: "no-store" })).arrayBuffer(),
        ),
      );
      return now() - begun;
    },
    /** What `act` costs: its script, and the style, layout and paint of the frame that shows it. */
    async cost(act) {
      await painted();
      await frame();
      const begun = now();
      act();
      await new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
      await painted();
      return now() - begun;
    },
    /** The length of each of so many frames, in all of which something is done. */
    async frames(count, act) {
      const taken = [];
      await frame();
      let last = now();
      for (let each = 0; each < count; each += 1) {
        act(each);
        await frame();
        const next = now();
        taken.push(next - last);
        last = next;
      }
      return taken;
    },
    /** What a user types. */
    type(input, text) {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(input, text);
      input.dispatchEvent(new Event("input", { bubbles: true }));
    },
  };
})();
