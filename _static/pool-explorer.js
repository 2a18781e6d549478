/* <pool-explorer>: shows the measured run that the reader chooses, above its plain loop.

   notebooks/lab/explorer.py puts the choices, a table of all runs and the data into the page;
   without this script the table is there. Nothing is computed here but places on the screen.
   All times are in tenths of a millisecond; the drawing looks like those of lab/draw.py. */
(() => {
  "use strict";
  const PER_S = 10000;
  const [WIDTH, LEFT, RIGHT] = [460.8, 58, 456];
  const [ROW, TITLE, TALL, THIN] = [30, 26, 22, 4.5];

  const figures = ({ elapsed, cores }) =>
    `${(elapsed / PER_S).toFixed(3)} s, ${cores.toFixed(2)} cores used`;

  // Room for both titles, all rows and the axis; player.css keeps as much free beforehand.
  const heightOf = (rows) => 2 * TITLE + ROW * rows + 42;

  /** Add an SVG element to another one, and return it. */
  function add(parent, kind, attributes, text = "") {
    const element = document.createElementNS("http://www.w3.org/2000/svg", kind);
    Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
    element.textContent = text;
    return parent.appendChild(element);
  }

  const block = (x, y, width, height) => `M${x} ${y - height / 2}h${width}v${height}h${-width}z`;

  /** Draw a run's tasks below its title: tall where they ran, thin where they waited. */
  function drawRun(svg, run, title, top, toX) {
    add(svg, "text", { x: LEFT, y: top + 16, class: "title" }, title);
    add(svg, "text", { x: RIGHT, y: top + 16, class: "end" }, figures(run));
    const middle = (place) => top + TITLE + ROW * (place + 0.5);
    run.workers.forEach((worker, place) =>
      add(svg, "text", { x: LEFT - 6, y: middle(place) + 4, class: "end" }, worker));
    const names = [...new Set(run.spans.map(([name]) => name))];
    for (const [name, worker, , start, ...lengths] of run.spans) {
      let [end, path] = [start, ""];
      lengths.forEach((length, place) => {
        const tall = place % 2 ? THIN : TALL;
        path += block(toX(end), middle(worker), toX(end + length) - toX(end), tall);
        end += length;
      });
      const colour = `var(--lab-${1 + (names.indexOf(name) % 6)})`;
      add(svg, "path", { d: path, style: `fill:${colour}` });
      const wide = toX(end) - toX(start) > 6 * name.length + 8;
      const at = { x: toX((start + end) / 2), y: middle(worker) + 4, class: "task" };
      if (wide) add(svg, "text", at, name);
    }
  }

  /** Draw the time axis with round numbers, at most six of them, and a thin line up from each. */
  function drawAxis(svg, longest, top, toX) {
    const [unit, words] = longest < PER_S / 2 ? [10, "milliseconds"] : [PER_S, "seconds"];
    const power = 10 ** Math.floor(Math.log10(longest / unit));
    const step = [0.2, 0.5, 1, 2, 5].find((size) => longest / unit / (size * power) <= 6) * power;
    add(svg, "path", { d: `M${LEFT} ${top}H${RIGHT}`, class: "axis" });
    for (let count = 0; count * step * unit <= longest; count++) {
      const x = toX(count * step * unit);
      add(svg, "path", { d: `M${x} ${top}v3`, class: "axis" });
      add(svg, "path", { d: `M${x} ${top}V${TITLE}`, class: "grid" });
      add(svg, "text", { x, y: top + 15, class: "middle" }, String(+(count * step).toFixed(6)));
    }
    add(svg, "text", { x: (LEFT + RIGHT) / 2, y: top + 30, class: "middle" }, words);
  }

  class PoolExplorer extends HTMLElement {
    connectedCallback() {
      if (this.data) return; // moved within the page
      this.data = JSON.parse(this.querySelector("script").textContent);
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
      return this.data.runs.find(({ key }) => key.join() === wanted.join());
    }

    /** Show the run that is chosen now. */
    choose() {
      const { task, pool, workers } = Object.fromEntries(new FormData(this.form));
      const { baseline, runs } = this.data;
      const [loop, run] = [this.find(task, baseline, 1), this.find(task, pool, workers)];
      const title = `${pool}, ${workers} worker${workers === "1" ? "" : "s"}`;
      const ratio = (loop.elapsed / run.elapsed).toFixed(2);
      const words = `${title}: ${figures(run)}; ${baseline}: ${figures(loop)}; speed-up: ${ratio}`;
      this.result.textContent = words;
      // One scale for all runs of a kind of task, so that a choice can be compared with the last.
      const longest = Math.max(...runs.filter((r) => r.key[0] === task).map((r) => r.elapsed));
      this.draw([[loop, baseline], [run, title]], longest, `${task}, ${words}`);
    }

    draw(pairs, longest, label) {
      const height = heightOf(this.data.rows);
      const svg = add(document.createElement("div"), "svg", {
        viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "aria-label": label,
      });
      const toX = (time) => +(LEFT + (time / longest) * (RIGHT - LEFT)).toFixed(2);
      let top = 0;
      drawAxis(svg, longest, height - 36, toX);
      for (const [run, title] of pairs) {
        drawRun(svg, run, title, top, toX);
        top += TITLE + ROW * run.workers.length;
      }
      this.querySelector(".explorer-stage").replaceChildren(svg);
    }
  }

  customElements.define("pool-explorer", PoolExplorer);
})();
