/* The operating system of the programs on a page: processes, pipes and semaphores.

   Each process is a worker with an interpreter. It asks by messages; those that have to wait are
   answered later. Handles are numbers that mean the same in every process. */
import { Pipe, Semaphore, Waiters } from "./shared.js";

const FIRST_PID = 100;
const CORES = navigator.hardwareConcurrency || 1;
const KILLED = (signal) => -signal;

export class System {
  #spares;
  #tell;
  #processes = new Map(); // pid → process
  #handles = new Map(); // number → pipe, semaphore or process
  #waiters = new Waiters(this.#handles);
  #next = FIRST_PID;

  /** Take interpreters from `spares`; `tell(what, process, ...details)` hears what the processes say. */
  constructor(spares, tell) {
    this.#spares = spares;
    this.#tell = tell;
  }

  /** Start the main program; its end ends all. */
  run(source, path) {
    this.main = this.#start({ source, path });
    this.program = { source, path };
  }

  /** End all processes. */
  stop() {
    for (const pid of this.#processes.keys()) this.#end(pid, KILLED(9));
  }

  #start(task, parent = 1) {
    const pid = this.#next++;
    const interpreter = this.#spares.take();
    const { worker, isReady: isWarm } = interpreter;
    const isReady = () => one.code !== undefined; // for those who wait for its end
    const one = { pid, worker, isWarm, isReady, asked: performance.now() };
    this.#processes.set(pid, one);
    this.#handles.set(pid, one);
    interpreter.listen(({ what, details, asked }) => this.#hear(one, what, details, asked));
    const fail = (error) => {
      this.#tell("stderr", one, `The browser has ended this process: ${error.message}\n`);
      this.#end(pid, KILLED(9));
    };
    interpreter.ready.then(() => (worker.onerror = fail), fail);
    worker.postMessage({ pid, parent, cores: CORES, ...task });
    return pid;
  }

  #hear(process, what, details, asked) {
    if (process.code !== undefined) return; // it has ended already
    const answer = (value) => asked && process.worker.postMessage({ answer: asked, value });
    const call = this.#calls[what];
    if (call) call(process, answer, ...details);
    else this.#tell(what, process, ...details);
  }

  #calls = {
    pipe: ({ pid }, answer) => answer(this.#add(new Pipe(pid))),
    semaphore: (_, answer, value, most) => answer(this.#add(new Semaphore(value, most))),
    send: ({ pid }, answer, handle, data) => {
      this.#at(handle).send(pid, data);
      this.#waiters.look(handle);
      answer();
    },
    receive: ({ pid }, answer, handle) => this.#at(handle).receive(pid, answer),
    close: ({ pid }, _, handle, writes) => {
      if (writes) this.#at(handle)?.close(pid);
      this.#waiters.look(handle);
    },
    acquire: ({ pid }, answer, handle, limitS) => this.#at(handle).acquire(pid, answer, limitS),
    release: (_, answer, handle) => answer(this.#at(handle).release()),
    value: (_, answer, handle) => answer(this.#at(handle).value),
    wait: ({ pid }, answer, handles, limitS) => this.#waiters.add(pid, answer, handles, limitS),
    spawn: ({ pid: parent }, answer, parcel, written) => {
      const pid = this.#start({ ...this.program, parcel }, parent);
      for (const handle of written) this.#at(handle).open(pid);
      answer([pid, pid]); // a process is its own sentinel
    },
    status: (_, answer, pid) => answer(this.#processes.get(pid)?.code),
    kill: (_, answer, pid, signal) => {
      const process = this.#processes.get(pid);
      const lives = Boolean(process) && process.code === undefined;
      answer(lives);
      if (lives) this.#end(pid, KILLED(signal));
    },
    begun: (process) => {
      process.startMs = performance.now() - process.asked;
      this.#tell("begun", process);
    },
    exit: ({ pid }, _, code) => this.#end(pid, code),
  };

  #add(thing) {
    this.#handles.set(this.#next, thing);
    return this.#next++;
  }

  #at(handle) {
    return this.#handles.get(handle);
  }

  #end(pid, code) {
    const process = this.#processes.get(pid);
    if (process.code !== undefined) return;
    process.code = code;
    process.worker.terminate();
    this.#waiters.forget(pid);
    for (const [handle, thing] of this.#handles) {
      thing.forget?.(pid);
      if (thing instanceof Pipe) this.#waiters.look(handle);
    }
    this.#waiters.look(pid);
    if (pid === this.main) {
      this.stop();
      this.#tell("end", process, code);
    }
  }
}
