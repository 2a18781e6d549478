/* A place to run one program: editor, buttons, output, and who worked when. */
import * as computer from "./computer.js";
import { edit } from "./editor.js";
import { Output } from "./output.js";
import { timeline } from "./timeline.js";

const HTML = `
<div class="runner-bar">
<button type="button" name="run" title="Ctrl+Enter">Run</button><button type="button" name="stop" disabled>Stop</button>
<button type="button" name="reset">Reset</button><button type="button" name="close">Close</button>
<a>What runs where</a><p class="runner-status" role="status"></p></div>
<div class="runner-editor"></div>
<pre class="runner-output" role="log" aria-label="Output" tabindex="0" hidden></pre>
<div class="runner-timeline"></div>`;
const OWN = "Your own cores, just now.";
const ONE_CORE = navigator.hardwareConcurrency === 1
  ? " This browser tells of one core, so processes take turns on it." : "";
const seconds = (ms) => `${(ms / 1000).toFixed(2)} s`;

export class Panel {
  /** Fetch a block's program and build its panel, not shown yet. */
  static async load(name, block, button) {
    const answer = await fetch(new URL(`../programs/${name}.py`, import.meta.url));
    if (!answer.ok) throw new Error(`${name}.py did not load`);
    return new Panel(block, button, name, await answer.text());
  }

  constructor(block, button, name, source) {
    Object.assign(this, { block, button });
    this.path = `/home/pyodide/${name}.py`;
    this.element = document.createElement("section");
    this.element.className = "runner";
    this.element.setAttribute("aria-label", `Program ${name}`);
    this.element.innerHTML = HTML;
    const root = document.documentElement.dataset.content_root ?? "";
    this.element.querySelector("a").href = `${root}chapters/run-here.html`;
    const [status, place, output, drawing] = ["status", "editor", "output", "timeline"].map(
      (part) => this.element.querySelector(`.runner-${part}`));
    Object.assign(this, { status, drawing, output: new Output(output) });
    button.after(this.element);
    this.editor = edit(place, source, () => this.run());
    this.element.addEventListener("click", ({ target, detail }) => {
      if (detail < 2) this[target.name]?.(); // a double click counts once
    });
  }

  async show() {
    this.block.hidden = this.button.hidden = true;
    this.element.hidden = false;
    this.editor.focus();
    this.say("Python is starting …");
    try {
      const ms = await computer.warmUp(this.editor.text());
      if (!this.isRunning) this.say(`Python 3.14 is ready; its start took ${seconds(ms)}.${ONE_CORE}`);
    } catch (error) {
      this.say(`Python did not start: ${error.message}. Is the network there? Run tries again.`);
    }
  }

  close() {
    this.stop();
    this.element.hidden = true;
    this.block.hidden = this.button.hidden = false;
    this.button.focus();
  }

  reset() {
    this.stop();
    this.editor.reset();
    this.clear();
    this.say("This is the program as it was.");
  }

  stop() {
    if (this.isRunning) computer.stop();
  }

  run() {
    if (this.isRunning) return;
    computer.stop(); // of another panel
    this.clear();
    Object.assign(this, { spans: [], starts: [], begun: undefined, wasStopped: false });
    this.setRunning(true);
    this.say("Running …");
    const [out, error] = ["stdout", "stderr"];
    computer.run(this.editor.text(), this.path, {
      stdout: (_, text) => this.output.write(text, out),
      stderr: (_, text) => this.output.write(text, error),
      lost: (_, count) => this.output.lost(count),
      span: (_, ...span) => this.spans.push(span),
      begun: (process) => {
        if (this.begun) this.starts.push(process);
        else this.begun = performance.timeOrigin + performance.now();
      },
      stopped: () => (this.wasStopped = true),
      end: (_, code) => this.end(code),
    });
  }

  end(code) {
    this.setRunning(false);
    const now = performance.timeOrigin + performance.now();
    const elapsedMs = now - (this.begun ?? now);
    const how = this.wasStopped ? "Stopped" : code ? `Ended with exit code ${code}` : "Ended";
    this.say(`${how} after ${seconds(elapsedMs)}. ${this.toldStarts()}`);
    if (!this.spans.length) return;
    timeline(this.drawing, this.spans, this.begun, elapsedMs, OWN);
  }

  /** Say what the starts of processes cost, which a warm pool does not pay. */
  toldStarts() {
    if (!this.starts.length) return "";
    const longest = Math.max(...this.starts.map(({ startMs }) => startMs));
    const cold = this.starts.filter(({ isWarm }) => !isWarm).length;
    const count = `${this.starts.length} process${this.starts.length > 1 ? "es" : ""}`;
    if (!cold) return `${count}, started before: ready in ${longest.toFixed(0)} ms.`;
    return `${count}; ${cold} had to be started first, which took up to ${seconds(longest)}.`;
  }

  setRunning(running) {
    this.isRunning = running;
    this.element.querySelector("[name=stop]").disabled = !running;
    this.element.querySelector("[name=run]").disabled = running;
  }

  clear() {
    this.output.clear();
    this.drawing.replaceChildren();
  }

  say(words) {
    this.status.textContent = words;
  }
}
