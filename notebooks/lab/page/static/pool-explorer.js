/* <pool-explorer>: shows the measured run that the reader chooses, above its plain loop.

   notebooks/lab/explorer.py puts choices, a table of all runs and the data into the page. Times
   are thousandths of the time axis. */
(() => {
  "use strict";
  const [WIDTH, LEFT, RIGHT] = [388.8, 54, 384];
  const [ROW, TITLE, TALL, THIN] = [30, 26, 22, 4.5];

  const figures = ({ seconds, cores }) => `${seconds} s, ${cores} cores used`;

  /** Join a run's data with its row of the table. */
  function readRun({ cells }, spans) {
    const [task, pool, workers, seconds, cores] = [...cells].map((cell) => cell.textContent);
    const rows = 1 + Math.max(...spans.map(([, worker]) => worker));
    return { key: [task, pool, workers], seconds, cores, spans, rows };
  }

  /** Add an SVG element to another one, and return it. */
  function add(parent, kind, attributes, text = "") {
    const element = document.createElementNS("http://www.w3.org/2000/svg", kind);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.textContent = text;
    return parent.appendChild(element);
  }

  const toX = (time) => LEFT + (time / 1000) * (RIGHT - LEFT);

  /** Draw a run's tasks below its title: tall where they ran, thin where they waited. */
  function drawRun(svg, run, title, top) {
    add(svg, "text", { x: LEFT, y: top + 16, class: "title" }, title);
    add(svg, "text", { x: RIGHT, y: top + 16, class: "end" }, figures(run));
    const middle = (place) => top + TITLE + ROW * (place + 0.5);
    for (let place = 0; place < run.rows; place++)
      add(svg, "text", { x: LEFT - 6, y: middle(place) + 4, class: "end" }, `worker ${place + 1}`);
    const names = [...new Set(run.spans.map(([name]) => name))];
    for (const [name, worker, start, ...dashes] of run.spans) {
      const pathLength = dashes.reduce((sum, dash) => sum + dash) || 1;
      const end = start + pathLength;
      const d = `M${toX(start)} ${middle(worker)}H${toX(end)}`;
      const stroke = `var(--lab-${1 + (names.indexOf(name) % 6)})`;
      add(svg, "path", { d, stroke, "stroke-width": THIN });
      const look = { d, stroke, pathLength, "stroke-dasharray": dashes };
      add(svg, "path", { ...look, "stroke-width": TALL });
      const [x, y, width] = [toX((start + end) / 2), middle(worker), 6 * name.length + 7];
      if (toX(end) - toX(start) <= width) continue;
      const box = { x: x - width / 2, y: y - 7, width, height: 14, rx: 2, class: "task" };
      add(svg, "rect", box);
      add(svg, "text", { x, y: y + 4, class: "middle" }, name);
    }
  }

  /** Draw the time axis with round numbers, at most six of them, and a thin line up from each. */
  function drawAxis(svg, longest_s, top) {
    const [unit, words] = longest_s < 0.5 ? [1000, "milliseconds"] : [1, "seconds"];
    const longest = longest_s * unit;
    const power = 10 ** Math.floor(Math.log10(longest));
    const step = [0.2, 0.5, 1, 2, 5].find((size) => longest / (size * power) <= 6) * power;
    add(svg, "path", { d: `M${LEFT} ${top}H${RIGHT}`, class: "axis" });
    for (let count = 0; count * step <= longest; count++) {
      const x = toX((1000 * count * step) / longest);
      add(svg, "path", { d: `M${x} ${top}v3`, class: "axis" });
      add(svg, "path", { d: `M${x} ${top}V${TITLE}`, class: "grid" });
      add(svg, "text", { x, y: top + 15, class: "middle" }, +(count * step).toFixed(6));
    }
    add(svg, "text", { x: (LEFT + RIGHT) / 2, y: top + 30, class: "middle" }, words);
  }

  class PoolExplorer extends HTMLElement {
    connectedCallback() {
      if (this.data) return; // moved within the page
      this.data = JSON.parse(this.querySelector("script").textContent);
      const rows = this.querySelectorAll("tbody tr");
      this.runs = this.data.runs.map((spans, i) => readRun(rows[i], spans));
      this.form = this.querySelector("form");
      this.result = this.querySelector(".explorer-result");
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("change", () => this.choose());
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
      const { baseline } = this.data;
      const [loop, run] = [this.find(task, baseline, 1), this.find(task, pool, workers)];
      const title = `${pool}, ${workers} worker${workers === "1" ? "" : "s"}`;
      const ratio = (loop.seconds / run.seconds).toFixed(2);
      const words = `${title}: ${figures(run)}; ${baseline}: ${figures(loop)}; speed-up: ${ratio}`;
      this.result.textContent = words;
      // One scale for all runs of a kind of task, so that a choice can be compared with the last.
      const longest = Math.max(...this.runs.filter((r) => r.key[0] === task).map((r) => r.seconds));
      this.draw([[loop, baseline], [run, title]], longest, `${task}, ${words}`);
    }

    draw(pairs, longest, label) {
      // Room for titles, rows and axis; player.css keeps as much free beforehand.
      const height = 2 * TITLE + ROW * this.data.rows + 42;
      const svg = add(document.createElement("div"), "svg", {
        viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label,
      });
      let top = 0;
      drawAxis(svg, longest, height - 36);
      for (const [run, title] of pairs) {
        drawRun(svg, run, title, top);
        top += TITLE + ROW * run.rows;
      }
      this.querySelector(".explorer-stage").replaceChildren(svg);
    }
  }

  customElements.define("pool-explorer", PoolExplorer);
})();
