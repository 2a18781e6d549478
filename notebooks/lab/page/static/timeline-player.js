/* <timeline-player>: plays measured runs back over the figure that shows them.

   notebooks/lab/player.py puts figure, controls and data into the page. All times are in tenths of
   a millisecond. The moment that is shown is `time`; what lies after it is covered. */
(() => {
  "use strict";
  const STILL = matchMedia("(prefers-reduced-motion: reduce)");
  const STILL_STEP_MS = 700; // how long each picture stays where motion is not wanted

  const ms = (length) => `${length / 10} ms`;
  const seconds = (time) => `${(time / 10000).toFixed(3)} s`;

  /** Return when a task ran and when it waited; a length below zero stands for several turns. */
  function piecesOf([name, , cpu, start, ...lengths], colour) {
    let end = start;
    const pieces = lengths.map((length, place) => {
      const from = end;
      end += Math.abs(length);
      const joined = lengths[place & ~1] < 0;
      return { name, cpu, colour, start: from, end, runs: place % 2 === 0, joined };
    });
    const seen = pieces.filter((piece) => piece.end > piece.start);
    return seen.length ? seen : pieces.slice(0, 1); // the task was too short to be seen
  }

  /** Return one row per worker, from the top: where it is drawn, and its pieces in turn. */
  function rowsOf(run) {
    const names = [...new Set(run.spans.map(([name]) => name))];
    const rows = run.workers.map((worker, place) => {
      const spans = run.spans.filter((span) => span[1] === place);
      const tasks = spans.map((span) => piecesOf(span, 1 + (names.indexOf(span[0]) % 6)));
      tasks.forEach((task) => task.forEach((piece, i) => (piece.next = task[i + 1])));
      return { run, worker, tasks, pieces: tasks.flat(), middle: run.middles[place] };
    });
    return rows.sort((a, b) => a.middle - b.middle);
  }

  const pieceAt = (row, time) => row.pieces.find((p) => p.start <= time && time < p.end);

  /** Say what a worker does at a moment. */
  function explain(row, time) {
    const piece = pieceAt(row, time);
    if (!piece) {
      if (time < row.pieces[0].start) return "has not begun";
      if (time < row.pieces.at(-1).start) return "between two tasks";
      return `done: ${row.tasks.length} task${row.tasks.length > 1 ? "s" : ""}`;
    }
    const { name, next, runs, cpu, joined } = piece;
    // A row that is a task, not a worker, has said its name already.
    const who = name === row.worker ? "" : `${/^\d+$/.test(name) ? "task " : ""}${name}, `;
    const length = ms(piece.end - piece.start);
    const alone = row.tasks.some((task) => task.length === 1 && task[0] === piece);
    if (alone && cpu === null) return `${who}${length} in all`; // nobody has measured more
    if (alone) return `${who}${length} in all, ${ms(cpu)} of it on a core`;
    if (joined) return `${who}in turns too short to show`;
    const then = runs ? "waits" : "runs";
    const after = next ? `then ${then} ${ms(next.end - next.start)}` : "then ends";
    return `${who}${runs ? "running" : "waiting"} ${length}, ${after}`;
  }

  class TimelinePlayer extends HTMLElement {
    connectedCallback() {
      if (this.data) return; // moved within the page
      this.data = JSON.parse(this.querySelector("script").textContent);
      this.rows = this.data.runs.flatMap(rowsOf);
      this.changes = this.findChanges();
      this.svg = this.querySelector("svg");
      this.slider = this.querySelector("input");
      [this.clock, this.status] = this.querySelectorAll(".player-clock, .player-status");
      this.lines = [...this.querySelectorAll("li")];
      this.drawOverlay();
      this.listen();
      this.querySelectorAll(":disabled").forEach((control) => (control.disabled = false));
      this.seek(this.data.end);
    }

    disconnectedCallback() {
      this.pause();
    }

    /** Return the moments at which a task begins, ends or gets its turn, over 1 ms apart. */
    findChanges() {
      const { start, end } = this.data;
      const edges = this.rows.flatMap((row) => row.pieces.map((piece) => piece.start));
      edges.push(...this.rows.map((row) => row.pieces.at(-1).end), start, end);
      const inside = edges.filter((time) => start <= time && time <= end);
      return inside.sort((a, b) => a - b).filter((time, i, all) => !i || time - all[i - 1] > 10);
    }

    drawOverlay() {
      const add = (kind, attributes) => {
        const shape = document.createElementNS(this.svg.namespaceURI, kind);
        Object.entries(attributes).forEach(([name, value]) => shape.setAttribute(name, value));
        return this.svg.appendChild(shape);
      };
      const { runs } = this.data;
      this.covers = runs.map(({ top, height }) =>
        add("rect", { class: "player-cover", y: top - 1, height: height + 0.5 }));
      const last = runs.at(-1);
      const height = last.top + last.height - runs[0].top;
      this.head = add("rect", { class: "player-head", y: runs[0].top, width: 1.5, height });
      this.mark = add("rect", { class: "player-mark", height: 24, rx: 1.5 });
    }

    listen() {
      const does = {
        play: () => (this.frame ? this.stop() : this.play()),
        next: () => this.step(1),
        back: () => this.step(-1),
      };
      this.addEventListener("click", ({ target }) => does[target.name]?.());
      this.slider.addEventListener("input", () => {
        this.pause();
        this.seek(Number(this.slider.value));
      });
      this.svg.addEventListener("pointerdown", (event) => this.point(event, true));
      this.svg.addEventListener("pointermove", (event) => this.point(event, event.buttons > 0));
      this.svg.addEventListener("pointerleave", () => this.show(this.time));
    }

    /** Explain what is under the pointer, and go there if it is pressed. */
    point({ clientX, clientY }, pressed) {
      const { left, right, start, end } = this.data;
      const { x, y } = new DOMPoint(clientX, clientY)
        .matrixTransform(this.svg.getScreenCTM().inverse());
      if (x < left || x > right) return this.show(this.time);
      const time = start + ((x - left) / (right - left)) * (end - start);
      if (pressed) {
        this.pause();
        this.seek(time);
      }
      this.show(time, this.rows.find(({ middle }) => Math.abs(y - middle) < 15));
    }

    play() {
      if (this.time >= this.data.end) this.seek(this.data.start);
      const slowness = this.querySelector("select");
      this.setPlaying(true);
      this.say(`playing, speed ${slowness.selectedOptions[0].text}`);
      let before = performance.now();
      const go = (now) => {
        // A page in the background gets no frames: go on from where it was.
        const passed = Math.min(now - before, STILL.matches ? STILL_STEP_MS : 100);
        this.frame = requestAnimationFrame(go);
        if (STILL.matches && passed < STILL_STEP_MS) return;
        before = now;
        const jump = (this.data.end - this.data.start) / 40;
        const ahead = STILL.matches ? jump : (passed * 10) / slowness.value;
        const time = this.time + ahead;
        this.seek(STILL.matches ? this.changeAfter(time) : time);
        if (this.time >= this.data.end) this.stop();
      };
      this.frame = requestAnimationFrame(go);
    }

    /** Stop, without a word: another announcement follows. */
    pause() {
      cancelAnimationFrame(this.frame);
      this.setPlaying(false);
    }

    stop() {
      this.pause();
      this.say(`${this.time < this.data.end ? "paused" : "finished"} at ${seconds(this.time)}`);
    }

    setPlaying(playing) {
      if (!playing) this.frame = 0;
      this.toggleAttribute("playing", playing);
      this.querySelector("[name=play]").textContent = playing ? "Pause" : "Play";
    }

    changeAfter(time) {
      return this.changes.find((change) => change > time) ?? this.data.end;
    }

    /** Go to the next change or to the one before; after the end comes the start. */
    step(direction) {
      this.pause();
      const { start, end } = this.data;
      if (direction > 0) this.seek(this.time >= end ? start : this.changeAfter(this.time));
      else this.seek(this.changes.findLast((change) => change < this.time) ?? start);
      const words = this.rows.map((row, i) =>
        `${this.lines[i].firstChild.textContent}: ${explain(row, this.time)}`);
      this.say(`${seconds(this.time)}. ${words.join(". ")}`);
    }

    /** Return where a moment is drawn, in the units of the figure. */
    toX(time) {
      const { start, end, left, right } = this.data;
      const share = (time - start) / (end - start);
      return left + Math.min(Math.max(share, 0), 1) * (right - left);
    }

    /** Move to a moment: the playhead, the covers, the slider and the words follow. */
    seek(time) {
      const { start, end, right } = this.data;
      this.time = Math.min(Math.max(time, start), end);
      const x = this.toX(this.time);
      this.head.setAttribute("x", x - 0.75);
      this.toggleAttribute("ended", this.time >= end); // then the whole figure is as it was
      this.covers.forEach((cover) => {
        cover.setAttribute("x", x);
        cover.setAttribute("width", Math.max(0, right - x + 1));
      });
      this.slider.value = this.time;
      this.slider.setAttribute("aria-valuetext", this.summary());
      this.clock.textContent = seconds(this.time);
      this.show(this.time);
    }

    /** Say in short how many workers of each run are running. */
    summary() {
      const parts = this.data.runs.map((run) => {
        const rows = this.rows.filter((row) => row.run === run);
        const busy = rows.filter((row) => pieceAt(row, this.time)?.runs).length;
        return `${run.title}: ${busy} of ${rows.length} running`;
      });
      return [seconds(this.time), ...parts].join(", ");
    }

    /** Explain a moment, row by row, and mark the slice that is pointed at. */
    show(time, pointed) {
      this.rows.forEach((row, i) => {
        const [, glyph, words] = this.lines[i].children;
        const piece = pieceAt(row, time);
        words.textContent = explain(row, time);
        glyph.className = piece ? (piece.runs ? "runs" : "waits") : "";
        // Where rows are tasks, the figure need not have a colour for each.
        const coloured = piece && piece.name !== row.worker;
        glyph.style.color = coloured ? `var(--lab-${piece.colour})` : "";
        this.lines[i].classList.toggle("pointed", row === pointed);
      });
      const piece = pointed && pieceAt(pointed, time);
      this.mark.classList.toggle("shown", Boolean(piece));
      if (!piece) return;
      const [x, end] = [this.toX(piece.start), this.toX(piece.end)];
      this.mark.setAttribute("x", x);
      this.mark.setAttribute("width", Math.max(1, end - x));
      this.mark.setAttribute("y", pointed.middle - 12);
    }

    say(words) {
      this.status.textContent = words;
    }
  }

  customElements.define("timeline-player", TimelinePlayer);
})();
