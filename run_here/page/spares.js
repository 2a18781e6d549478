/* Interpreters that are started before anybody needs them. Each runs one program, or one process of
   one, and ends with it, as a process does. */

class Interpreter {
  isReady = false;
  isBroken = false;
  #heard = [];
  #listener;

  constructor(script, python) {
    this.worker = new Worker(`${script}#${python}`, { type: "module" });
    this.ready = new Promise((resolve, reject) => {
      this.worker.onmessage = ({ data }) => {
        if (data.what === "ready") {
          this.isReady = true;
          resolve(data.details[0]); // how long it took, in ms
        } else if (data.what === "failed") reject(new Error(data.details[0]));
        else if (this.#listener) this.#listener(data);
        else this.#heard.push(data);
      };
      this.worker.onerror = (event) => reject(new Error(event.message || "it did not load"));
    });
    this.ready.catch(() => (this.isBroken = true)); // whoever waits for it hears of it
  }

  listen(listener) {
    this.#listener = listener;
    this.#heard.splice(0).forEach(listener);
  }
}

export class Spares {
  #waiting = [];
  #script;
  #python;
  wanted = 0;

  /** `script` and `python` are the addresses of the worker's script and of Pyodide's. */
  constructor(script, python) {
    this.#script = script;
    this.#python = python;
  }

  /** Return an interpreter: a warm one, one that is being started, or else a new one. */
  take() {
    this.#waiting = this.#waiting.filter(({ isBroken }) => !isBroken);
    return this.#waiting.shift() ?? this.#make();
  }

  /** Start as many as are wanted, the first one before the others; return what it took, in ms. */
  async fill() {
    if (!this.#waiting.length) this.#waiting.push(this.#make());
    const [first] = this.#waiting;
    const tookMs = await first.ready.catch((error) => {
      this.empty();
      throw error;
    });
    const taken = first === this.#waiting[0] ? 0 : 1;
    while (this.#waiting.length + taken < this.wanted) this.#waiting.push(this.#make());
    return tookMs;
  }

  /** Resolves when all that are wanted are warm. */
  async warm() {
    await this.fill();
    await Promise.all(this.#waiting.map(({ ready }) => ready));
  }

  /** End those that wait. */
  empty() {
    for (const { worker } of this.#waiting.splice(0)) worker.terminate();
  }

  #make() {
    return new Interpreter(this.#script, this.#python);
  }
}
