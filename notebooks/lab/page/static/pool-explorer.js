/* <pool-explorer>: shows the measured run that the reader chooses, above its plain loop, in a player.

   notebooks/lab/page/explorer.py puts choices, a player without a figure, a table of all runs and
   the data into the page. Times are thousandths of the time axis; the player wants tenths of ms. */
(() => {
  "use strict";
  const [TALL, THIN] = [22, 4.5];

  const figures = ({ seconds, cores }) => `${seconds} s, ${cores} cores used`;

  /** Join a run's data with its row of the table. */
  function readRun({ cells }, { spans, ...known }) {
    const [task, pool, workers, seconds, cores] = [...cells].map((cell) => cell.textContent);
    const rows = 1 + Math.max(...spans.map(([, worker]) => worker));
    return { key: [task, pool, workers], seconds, cores, spans, rows, ...known };
  }

  /** Add an SVG element to another one, and return it. */
  function add(parent, kind, attributes, text = "") {
    const element = document.createElementNS("http://www.w3.org/2000/svg", kind);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.textContent = text;
    return parent.appendChild(element);
  }

  class PoolExplorer extends HTMLElement {
    connectedCallback() {
      if (this.data) return; // moved within the page
      this.data = JSON.parse(this.querySelector(":scope > script").textContent);
      const rows = this.querySelectorAll("tbody tr");
      this.runs = this.data.runs.map((run, i) => readRun(rows[i], run));
      this.form = this.querySelector("form");
      this.result = this.querySelector(".explorer-result");
      this.player = this.querySelector("timeline-player");
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("change", () => this.choose());
      customElements.whenDefined("timeline-player").then(() => this.wake());
    }

    wake() {
      this.querySelectorAll("fieldset").forEach((question) => (question.disabled = false));
      this.querySelector("details").open = false;
      this.choose();
      this.result.setAttribute("role", "status"); // speaks from the first choice on
      this.setAttribute("ready", "");
    }

    find(...wanted) {
      return this.runs.find(({ key }) => key.join() === wanted.join());
    }

    /** Show the run that is chosen now. */
    choose() {
      const { task, pool, workers } = Object.fromEntries(new FormData(this.form));
      const { baseline, title: above, row } = this.data;
      const [loop, run] = [this.find(task, baseline, 1), this.find(task, pool, workers)];
      const title = `${pool}, ${workers} worker${workers === "1" ? "" : "s"}`;
      const ratio = (loop.seconds / run.seconds).toFixed(2);
      const words = `${title}: ${figures(run)}; ${baseline}: ${figures(loop)}; speed-up: ${ratio}`;
      this.result.textContent = words;
      // One scale for all runs of a kind of task, so that a choice can be compared with the last.
      const longest = Math.max(...this.runs.filter((r) => r.key[0] === task).map((r) => r.seconds));
      const svg = this.player.querySelector("svg");
      svg.setAttribute("aria-label", `${task}, ${words}`);
      svg.replaceChildren();
      this.drawAxis(svg, longest);
      const shown = [
        this.drawRun(svg, loop, baseline, 0),
        this.drawRun(svg, run, title, above + row * loop.rows),
      ];
      const end = longest * 10000;
      for (const { spans } of shown)
        for (const span of spans)
          for (let i = 2; i < span.length; i++) span[i] *= end / 1000;
      this.player.load({ ...this.data, start: 0, end, runs: shown });
    }

    toX(time) {
      const { left, right } = this.data;
      return left + (time / 1000) * (right - left);
    }

    /** Draw a run's tasks below its title: tall where they ran, thin where they waited.

        Return the run as a player knows it. */
    drawRun(svg, run, title, top) {
      const { left, right, title: above, row } = this.data;
      const places = [...Array(run.rows).keys()];
      const workers = places.map((place) => `worker ${place + 1}`);
      const middles = places.map((place) => top + above + row * (place + 0.5));
      add(svg, "text", { x: left, y: top + 16, class: "title" }, title);
      add(svg, "text", { x: right, y: top + 16, class: "end" }, figures(run));
      places.forEach((i) =>
        add(svg, "text", { x: left - 6, y: middles[i] + 4, class: "end" }, workers[i]));
      for (const span of run.spans) this.drawTask(svg, span, middles[span[1]], run.colour);
      const spans = run.spans.map((span) => [...span]);
      return { title, words: run.words, workers, middles, spans, top: top + above,
        height: row * run.rows };
    }

    drawTask(svg, [name, , start, ...lengths], y, colour) {
      const dashes = lengths.map(Math.abs);
      const pathLength = dashes.reduce((sum, dash) => sum + dash) || 1;
      const [from, to] = [this.toX(start), this.toX(start + pathLength)];
      const end = Math.max(from + 0.3, to - 0.8); // a gap parts it from the next one
      const line = { d: `M${from} ${y}H${end}`, stroke: `var(--lab-${colour})` };
      add(svg, "path", { ...line, "stroke-width": THIN });
      const tall = { pathLength, "stroke-dasharray": dashes, "stroke-width": TALL };
      add(svg, "path", { ...line, ...tall });
      const [x, width] = [(from + to) / 2, 6 * name.length + 7];
      if (to - from <= width) return;
      add(svg, "rect", { x: x - width / 2, y: y - 7, width, height: 14, rx: 2, class: "task" });
      add(svg, "text", { x, y: y + 4, class: "middle" }, name);
    }

    /** Draw the time axis with round numbers, at most six of them, and a thin line up from each. */
    drawAxis(svg, longest_s) {
      const { left, right, title, axis } = this.data;
      const [unit, words] = longest_s < 0.5 ? [1000, "milliseconds"] : [1, "seconds"];
      const longest = longest_s * unit;
      const power = 10 ** Math.floor(Math.log10(longest));
      const step = [0.2, 0.5, 1, 2, 5].find((size) => longest / (size * power) <= 6) * power;
      add(svg, "path", { d: `M${left} ${axis}H${right}`, class: "axis" });
      for (let count = 0; count * step <= longest; count++) {
        const x = this.toX((1000 * count * step) / longest);
        add(svg, "path", { d: `M${x} ${axis}v3`, class: "axis" });
        add(svg, "path", { d: `M${x} ${axis}V${title}`, class: "grid" });
        add(svg, "text", { x, y: axis + 15, class: "middle" }, +(count * step).toFixed(6));
      }
      add(svg, "text", { x: (left + right) / 2, y: axis + 30, class: "middle" }, words);
    }
  }

  customElements.define("pool-explorer", PoolExplorer);
})();
