/* <thread-scheduler>: the reader chooses which thread takes the next step of a recorded program.

   notebooks/lab/page/orders.py puts each program's lines, its tree of orders and the controls into
   the page. A path is the threads that took the steps so far, such as "ABBA". */
(() => {
  "use strict";
  const PLAY_STEP_MS = 900;

  const make = (kind, className, text) =>
    Object.assign(document.createElement(kind), { className, textContent: text });

  /** Return all whole paths below a node, each with its verdict, in the order of their names. */
  function pathsFrom({ nodes }, number, path = "") {
    const [, , , verdict, kids] = nodes[number];
    if (!kids.length) return [{ path, verdict }];
    return kids.flatMap(([name, , next]) => pathsFrom({ nodes }, next, path + name));
  }

  class ThreadScheduler extends HTMLElement {
    connectedCallback() {
      if (this.programs) return; // moved within the page
      this.programs = JSON.parse(this.querySelector("script").textContent);
      this.sections = [...this.querySelectorAll(".scheduler-program")];
      this.tabs = [...this.querySelectorAll("[name=program]")];
      this.turns = [...this.querySelectorAll(".scheduler-turn")];
      this.names = this.turns.map(({ name }) => name);
      [this.grid, this.status, this.list] = this.querySelectorAll(
        ".scheduler-orders, .scheduler-status, .scheduler-steps");
      this.listen();
      this.choose(0);
      this.status.setAttribute("role", "status"); // speaks from the first step on
      this.setAttribute("ready", "");
    }

    disconnectedCallback() {
      clearInterval(this.playing);
    }

    listen() {
      const does = {
        program: (button) => this.choose(this.tabs.indexOf(button)),
        undo: () => this.undo(),
        restart: () => this.go(""),
        bad: () => this.play(),
        all: () => this.showAll(this.grid.hidden),
        order: ({ value }) => this.go(value),
      };
      for (const name of this.names) does[name] = () => this.step(name);
      this.addEventListener("click", ({ target }) => {
        const button = target.closest("button");
        if (!button) return;
        clearInterval(this.playing);
        does[button.name]?.(button);
      });
      const keys = { ArrowLeft: does.undo, ArrowRight: () => this.goOn() };
      this.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const turn = event.key.length === 1 && does[event.key.toUpperCase()];
        const act = keys[event.key] ?? turn;
        if (!act) return;
        clearInterval(this.playing);
        act();
        event.preventDefault();
      });
    }

    /** Show another of the programs, from its start. */
    choose(number) {
      this.program = this.programs[number];
      this.section = this.sections[number];
      this.sections.forEach((one, i) => (one.hidden = i !== number));
      this.tabs.forEach((one, i) => one.setAttribute("aria-pressed", i === number));
      this.showAll(false);
      this.go("");
    }

    /** Return the nodes that a path leads through, and what was done on the way. */
    along(path) {
      let node = this.program.nodes[this.program.root];
      const done = [...path].map((name) => {
        const [, did, next] = node[4].find((kid) => kid[0] === name);
        const line = this.lineOf(name, node).textContent.trim();
        node = this.program.nodes[next];
        return { name, line, did };
      });
      return { node, done };
    }

    lineOf(name, [at]) {
      const thread = this.names.indexOf(name);
      const lines = this.section.querySelectorAll("pre")[this.program.of[thread]].children;
      return lines[at[thread]]?.lastChild;
    }

    /** Say why a thread cannot go on, or "". */
    whyNot(name, [at, waits, , , kids]) {
      const thread = this.names.indexOf(name);
      if (at[thread] < 0) return `${name} has ended`;
      if (waits[thread]) return `${name} waits for ${waits[thread]}`;
      return kids.some((kid) => kid[0] === name) ? "" : `${name} was not tried any further`;
    }

    step(name) {
      const why = this.whyNot(name, this.along(this.path).node);
      if (why) return this.say(`${why}.`);
      this.ahead = this.ahead?.startsWith(this.path + name) ? this.ahead : "";
      this.go(this.path + name);
    }

    undo() {
      if (!this.path) return this.say("This is the start.");
      if (!this.ahead?.startsWith(this.path)) this.ahead = this.path;
      const { ahead, path } = this;
      this.go(path.slice(0, -1), `Taken back: a step of ${path.at(-1)}.`);
      this.ahead = ahead;
    }

    /** Take the step that was taken back, or another one of the same thread. */
    goOn() {
      const { node } = this.along(this.path);
      const next = this.ahead?.startsWith(this.path) && this.ahead[this.path.length];
      const names = [next, this.path.at(-1), ...this.names].filter(Boolean);
      const name = names.find((one) => !this.whyNot(one, node));
      if (name) this.step(name);
      else this.say(this.toldAt(this.path));
    }

    /** Play the shortest bad order, if there is one. */
    play() {
      const { bad } = this.program;
      if (!bad) return this.say(`There is none. ${this.program.told}`);
      this.go("", "From the start.");
      this.ahead = bad;
      this.playing = setInterval(() => {
        if (this.path === bad || !this.isConnected) clearInterval(this.playing);
        else this.step(bad[this.path.length]);
      }, PLAY_STEP_MS);
    }

    /** Return what happened last on a path, and the verdict at its end. */
    toldAt(path) {
      const { node, done } = this.along(path);
      const { name, line, did } = done.at(-1) ?? {};
      const words = name ? [`${name} ${did} (${line}).`] : ["Whose turn is it?"];
      const waiting = node[3] ? [] : this.names.filter((_, i) => node[1][i]);
      words.push(...waiting.map((one) => `${this.whyNot(one, node)}.`));
      if (node[3] === "") words.push("All have ended: right.");
      else if (node[3]) words.push(`${node[3][0].toUpperCase()}${node[3].slice(1)}.`);
      return words.join(" ");
    }

    /** Go to the end of a path, and show it: lines, values, steps, verdict. */
    go(path, words = this.toldAt(path)) {
      this.path = path;
      const { node, done } = this.along(path);
      const [, waits, values, verdict] = node;
      this.section.querySelectorAll("pre > span").forEach((line) => {
        line.className = "";
        line.firstChild.replaceChildren();
      });
      this.names.forEach((name, i) => {
        const line = this.lineOf(name, node)?.parentNode;
        this.turns[i].setAttribute("aria-disabled", Boolean(this.whyNot(name, node)));
        if (!line) return;
        line.className = "next";
        const mark = make("b", waits[i] ? `of-${name} waits` : `of-${name}`, name);
        mark.style.gridColumn = i + 1;
        line.firstChild.append(mark);
      });
      this.section.querySelectorAll("dd").forEach((value, i) => {
        value.classList.toggle("changed", path && value.textContent !== values[i]);
        value.textContent = values[i];
      });
      this.list.replaceChildren(...done.map(({ name, line, did }) => {
        const item = make("li", "", "");
        item.append(make("b", `of-${name}`, name), make("code", "", line), make("span", "", did));
        return item;
      }));
      this.list.scrollTop = this.list.scrollHeight;
      this.status.dataset.verdict = verdict === null ? "" : verdict ? "bad" : "right";
      this.grid.querySelectorAll("button").forEach((one) =>
        one.setAttribute("aria-pressed", one.value === path));
      this.say(words);
    }

    /** Show all orders, each as a button that opens it, or put them away. */
    showAll(shown) {
      this.grid.hidden = !shown;
      this.querySelector("[name=all]").setAttribute("aria-expanded", shown);
      if (!shown) return this.grid.replaceChildren();
      const buttons = pathsFrom(this.program, this.program.root).map(({ path, verdict }) => {
        const button = make("button", verdict ? "bad" : "right", path);
        button.ariaLabel = `${[...path].join(" ")}, ${verdict ? "wrong" : "right"}`;
        return Object.assign(button, { type: "button", name: "order", value: path });
      });
      this.grid.append(make("p", "", this.program.told), ...buttons);
      this.say(`${this.program.told} ${this.toldAt(this.path)}`);
    }

    say(words) {
      this.status.textContent = words;
    }
  }

  customElements.define("thread-scheduler", ThreadScheduler);
})();
