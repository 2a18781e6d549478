/* A process: one interpreter in a worker of its own. It starts at once, so that it is warm when the
   page tells it what to be: a program, or a process that a program has started. */
import { streams } from "./streams.js";

const waiting = new Map(); // what the page has not answered yet
const turns = new MessageChannel(); // wakes stacks after all that has come meanwhile
const due = [];
let asked = 0;
let given;
const task = new Promise((resolve) => (given = resolve)); // what this process is to be

// Set before anything is waited for: what comes while nobody listens is lost.
onmessage = ({ data }) => {
  if (!("answer" in data)) return given(data);
  waiting.get(data.answer)(data.value);
  waiting.delete(data.answer);
};
turns.port1.onmessage = () => due.shift()();

const tell = (what, ...details) => postMessage({ what, details });
const soon = (action) => {
  due.push(action);
  turns.port2.postMessage(0);
};

/** What Python's `browser` module offers. */
const browser = {
  cores: 1, // the page tells how many
  tell: (what, details) => tell(what, ...details),
  ask(what, details) {
    postMessage({ what, details, asked: ++asked });
    // Python would take a bare promise for something to await.
    return { promise: new Promise((resolve) => waiting.set(asked, resolve)) };
  },
  park(limitMs) {
    let wake;
    const promise = new Promise((resolve) => (wake = resolve));
    const timer = limitMs < 0 ? 0 : setTimeout(wake, limitMs);
    return { promise, wake: () => (clearTimeout(timer), soon(wake)) };
  },
  start: (body) => soon(() => body.callPromising().finally(() => body.destroy())),
};

async function boot() {
  const archive = fetch(new URL("../python.zip", import.meta.url));
  const { loadPyodide } = await import(location.hash.slice(1));
  const python = await loadPyodide({ env: { HOME: "/home/pyodide" } });
  python.FS.writeFile("/lib/in_the_page.zip", new Uint8Array(await (await archive).arrayBuffer()));
  python.registerJsModule("browser", browser);
  python.runPython("import sys; sys.path.insert(0, '/lib/in_the_page.zip')");
  return python;
}

async function live(python, { source, path, pid, parent, cores, parcel }) {
  browser.cores = cores;
  const program = python.pyimport("in_the_page.program");
  python.FS.writeFile(path, source);
  if (!parcel) return program.run.callPromising(path, pid);
  return program.run_child.callPromising(parcel, pid, parent);
}

const began = performance.now();
try {
  const python = await boot();
  const output = streams(python, tell);
  tell("ready", performance.now() - began);
  const process = await task;
  tell("begun");
  const code = await live(python, process).catch((error) => {
    tell("stderr", `Python itself has failed: ${error.message}\n`);
    return 134;
  });
  output.end();
  tell("exit", code);
} catch (error) {
  tell("failed", error.message);
}
