/* The one computer of a page: warm interpreters, and the program that runs on them. */
import { PYTHON } from "./python.js"; // the build writes it
import { Spares } from "./spares.js";
import { System } from "./system.js";

const here = (path) => new URL(path, import.meta.url).href;
const spares = new Spares(here("../worker/interpreter.js"), here(PYTHON));
const MOST_PROCESSES = 4; // that are kept warm; each takes about 50 MB
const POOL = /ProcessPoolExecutor\((?:max_workers=)?(\d+)/g;

let running; // {system, listener} of the program that runs

/** Have an interpreter started, then more for a program's processes. Return the first one's ms. */
export function warmUp(source) {
  keep(processesOf(source));
  return spares.fill();
}

/** Resolves when a program's processes are warm too. */
export function warm(source) {
  keep(processesOf(source));
  return spares.warm();
}

/** Guess from a program how many processes it will start at once. */
function processesOf(source) {
  const counts = [...source.matchAll(POOL)].map(([, count]) => Number(count));
  return /Process|multiprocessing/.test(source) ? Math.max(2, ...counts) : 0;
}

function keep(processes) {
  spares.wanted = Math.max(spares.wanted, 1 + Math.min(MOST_PROCESSES, processes));
}

/** Run a program, and stop another one that runs. `listener` has a method for each event. */
export function run(source, path, listener) {
  stop();
  const own = { listener, processes: 0 };
  own.system = new System(spares, (what, process, ...details) => hear(own, what, process, details));
  running = own;
  own.system.run(source, path);
}

/** End the program that runs, if one does; its listener hears of it first. */
export function stop() {
  running?.listener.stopped?.();
  running?.system.stop();
}

function hear(own, what, process, details) {
  if (what === "begun" && process.pid !== own.system.main) own.processes++;
  own.listener[what]?.(process, ...details);
  if (what !== "end") return;
  if (running === own) running = undefined;
  keep(own.processes);
  spares.fill().catch(() => {}); // the next run says what is wrong
}
