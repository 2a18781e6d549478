/* <timeline-player>: plays measured runs back over the figure that shows them.

   notebooks/lab/player.py puts figure, controls and data into the page. All times are in tenths of
   a millisecond. The moment that is shown is `time`; what lies after it is covered, and beside the
   playhead stands what each worker does. */
(() => {
  "use strict";
  const STILL = matchMedia("(prefers-reduced-motion: reduce)");
  const STILL_STEP_MS = 700; // how long each picture stays where motion is not wanted
  const SHORTEST_PLAY = 40000; // a shorter run is played more slowly
  const LETTER = 6; // points that a letter takes at most, in the mean

  const ms = (length) => `${+(length / 10).toFixed(1)} ms`;
  const seconds = (time) => `${(time / 10000).toFixed(3)} s`;

  /** Return when a task ran and when it waited; a length below zero stands for several turns. */
  function piecesOf([name, , start, ...lengths]) {
    let end = start;
    const pieces = lengths.map((length, place) => {
      const from = end;
      end += Math.abs(length);
      return { name, start: from, end, runs: place % 2 === 0, joined: lengths[place & ~1] < 0 };
    });
    const seen = pieces.filter((piece) => piece.end > piece.start);
    return seen.length ? seen : pieces.slice(0, 1); // the task was too short to be seen
  }

  /** Return one row per worker, from the top: where it is drawn, and its pieces in turn. */
  function rowsOf(run) {
    const rows = run.workers.map((worker, place) => {
      const tasks = run.spans.filter((span) => span[1] === place).map(piecesOf);
      return { run, worker, tasks, pieces: tasks.flat(), middle: run.middles[place] };
    });
    return rows.sort((a, b) => a.middle - b.middle);
  }

  /** Say what a worker does at a moment. */
  function doing({ run, worker, pieces }, time) {
    const piece = pieces.find((each) => each.start <= time && time < each.end);
    if (!piece) {
      if (time < pieces[0].start) return "has not begun";
      return time < pieces.at(-1).end ? "has no task" : "is done";
    }
    const [runs, waits] = run.words;
    const length = piece.joined ? "in short turns" : `(${ms(piece.end - piece.start)})`;
    if (!piece.runs && !piece.joined) return `${waits} ${length}`;
    // A row that is a task, not a worker, has said its name already.
    const number = /^\d+$/.test(piece.name) ? "task " : "";
    return `${runs}${piece.name === worker ? "" : ` ${number}${piece.name}`} ${length}`;
  }

  class TimelinePlayer extends HTMLElement {
    connectedCallback() {
      if (this.svg) return; // moved within the page
      this.svg = this.querySelector("svg");
      this.slider = this.querySelector("input");
      this.speed = this.querySelector("select");
      [this.clock, this.status] = this.querySelectorAll(".player-clock, .player-status");
      this.listen();
      const script = this.querySelector("script");
      if (script) this.load(JSON.parse(script.textContent));
    }

    disconnectedCallback() {
      this.pause();
    }

    /** Take over the runs that the figure shows now. */
    load(data) {
      const { start, end } = (this.data = data);
      this.pause();
      this.rows = data.runs.flatMap(rowsOf);
      this.turns = this.moments((row) => [...row.pieces, { start: row.pieces.at(-1).end }]);
      const tasks = this.moments((row) => row.tasks.map(([first]) => first));
      this.tasks = tasks.length > 2 ? tasks : this.turns; // in a close-up none may begin
      this.drawOverlay();
      this.slider.min = start;
      this.slider.max = end;
      this.slider.step = Math.max(1, Math.floor((end - start) / 200));
      const slow = [...this.speed.options].map(({ value }) => value);
      this.speed.value = slow.find((s) => s * (end - start) >= SHORTEST_PLAY) ?? slow.at(-1);
      this.querySelectorAll(":disabled").forEach((control) => (control.disabled = false));
      this.seek(end);
    }

    /** Return the start and the end, and between them when certain pieces begin, over 1 ms apart. */
    moments(piecesIn) {
      const { start, end } = this.data;
      const all = [start, end, ...this.rows.flatMap(piecesIn).map((piece) => piece.start)];
      const inside = all.filter((time) => start <= time && time <= end).sort((a, b) => a - b);
      return inside.filter((time, i) => !i || time - inside[i - 1] > 10);
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
      for (const row of this.rows)
        row.words = add("text", { class: "player-words", y: row.middle + 4 });
    }

    listen() {
      const does = {
        play: () => (this.frame ? this.stop() : this.play()),
        next: (event) => this.step(1, event.shiftKey),
        back: (event) => this.step(-1, event.shiftKey),
      };
      this.addEventListener("click", (event) => does[event.target.name]?.(event));
      this.addEventListener("keydown", (event) => {
        if (event.key !== " ") return;
        event.stopPropagation(); // in a deck it would turn to the next slide
        if (event.target !== this.slider) return; // a button knows what to do
        event.preventDefault();
        does.play();
      });
      this.slider.addEventListener("input", () => {
        this.pause();
        this.seek(Number(this.slider.value));
      });
      this.svg.addEventListener("pointerdown", (event) => {
        event.preventDefault(); // else the focus goes elsewhere
        this.querySelector("[name=play]").focus({ preventScroll: true }); // for Space
        this.point(event);
      });
      this.svg.addEventListener("pointermove", (event) => event.buttons && this.point(event));
    }

    /** Go to the moment that is drawn under the pointer. */
    point({ clientX, clientY }) {
      const { left, right, start, end } = this.data;
      const { x } = new DOMPoint(clientX, clientY)
        .matrixTransform(this.svg.getScreenCTM().inverse());
      if (x < left || x > right) return;
      this.pause();
      this.seek(start + ((x - left) / (right - left)) * (end - start));
    }

    play() {
      if (this.time >= this.data.end) this.seek(this.data.start);
      this.setPlaying(true);
      this.say(`playing, speed ${this.speed.selectedOptions[0].text}`);
      let before = performance.now();
      const go = (now) => {
        // A page in the background gets no frames: go on from where it was.
        const passed = Math.min(now - before, STILL.matches ? STILL_STEP_MS : 100);
        this.frame = requestAnimationFrame(go);
        if (STILL.matches && passed < STILL_STEP_MS) return;
        before = now;
        const jump = (this.data.end - this.data.start) / 40;
        const ahead = STILL.matches ? jump : (passed * 10) / this.speed.value;
        const time = this.time + ahead;
        this.seek(STILL.matches ? this.after(time, this.turns) : time);
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
      this.say(`${this.time < this.data.end ? "paused" : "finished"} at ${this.sentence()}`);
    }

    setPlaying(playing) {
      if (!playing) this.frame = 0;
      this.toggleAttribute("playing", playing);
      this.querySelector("[name=play]").textContent = playing ? "Pause" : "Play";
    }

    after(time, moments) {
      return moments.find((moment) => moment > time) ?? this.data.end;
    }

    /** Go to the next task or turn, or to the one before; after the end comes the start. */
    step(direction, byTurns) {
      this.pause();
      const { start, end } = this.data;
      const moments = byTurns ? this.turns : this.tasks;
      if (direction > 0) this.seek(this.time >= end ? start : this.after(this.time, moments));
      else this.seek(moments.findLast((moment) => moment < this.time) ?? start);
      this.say(this.sentence());
    }

    /** Move to a moment: the playhead, the covers, the slider and the words follow. */
    seek(time) {
      const { start, end, left, right } = this.data;
      this.time = Math.min(Math.max(time, start), end);
      const share = (this.time - start) / (end - start);
      const x = left + share * (right - left);
      this.head.setAttribute("x", x - 0.75);
      this.toggleAttribute("ended", share === 1); // then the whole figure is as it was
      this.covers.forEach((cover) => {
        cover.setAttribute("x", x);
        cover.setAttribute("width", Math.max(0, right - x + 1));
      });
      for (const row of this.rows) {
        const words = (row.words.textContent = doing(row, this.time));
        const before = x + 5 + LETTER * words.length > right; // else they stand on what is covered
        row.words.setAttribute("x", before ? x - 5 : x + 5);
        row.words.setAttribute("text-anchor", before ? "end" : "start");
      }
      this.slider.value = this.time;
      this.slider.setAttribute("aria-valuetext", this.sentence());
      this.clock.textContent = seconds(this.time);
      this.style.setProperty("--share", share);
    }

    /** Say what each worker does, in a sentence. */
    sentence() {
      const several = this.data.runs.length > 1;
      const parts = this.rows.map((row) => {
        const of = several && row.run.title ? `${row.run.title}, ` : "";
        return `${of}${row.worker} ${row.words.textContent}`;
      });
      return `${seconds(this.time)}: ${parts.join("; ")}`;
    }

    say(words) {
      this.status.textContent = words;
    }
  }

  customElements.define("timeline-player", TimelinePlayer);
})();
