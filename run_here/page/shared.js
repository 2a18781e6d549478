/* What processes share: pipes, semaphores, and waiting for one of several things. */

/** Messages on their way. Whoever asks first is served first; no writer left means the end. */
export class Pipe {
  #messages = [];
  #readers = []; // {pid, answer}
  #writers;

  constructor(pid) {
    this.#writers = new Set([pid]);
  }

  send(pid, data) {
    this.#writers.add(pid);
    const reader = this.#readers.shift();
    if (reader) reader.answer(data);
    else this.#messages.push(data);
  }

  receive(pid, answer) {
    if (this.#messages.length) answer(this.#messages.shift());
    else if (this.#writers.size) this.#readers.push({ pid, answer });
    else answer(undefined);
  }

  open(pid) {
    this.#writers.add(pid);
  }

  close(pid) {
    if (!this.#writers.delete(pid) || this.#writers.size) return;
    for (const { answer } of this.#readers.splice(0)) answer(undefined);
  }

  isReady() {
    return this.#messages.length > 0 || !this.#writers.size;
  }

  /** A process has ended. */
  forget(pid) {
    this.#readers = this.#readers.filter((reader) => reader.pid !== pid);
    this.close(pid);
  }
}

export class Semaphore {
  #queue = []; // {pid, answer}

  constructor(value, most) {
    Object.assign(this, { value, most });
  }

  acquire(pid, answer, limitS) {
    if (this.value > 0) {
      this.value--;
      return answer(true);
    }
    if (limitS === 0) return answer(false);
    const waiting = { pid, answer };
    this.#queue.push(waiting);
    if (limitS < 0) return;
    setTimeout(() => {
      const place = this.#queue.indexOf(waiting);
      if (place < 0) return;
      this.#queue.splice(place, 1);
      answer(false);
    }, limitS * 1000);
  }

  /** Return whether there was something to give back. */
  release() {
    const next = this.#queue.shift();
    if (next) next.answer(true);
    else if (this.value >= this.most) return false;
    else this.value++;
    return true;
  }

  forget(pid) {
    this.#queue = this.#queue.filter((waiting) => waiting.pid !== pid);
  }
}

/** Those who wait until one of several handles is ready. */
export class Waiters {
  #all = new Set();
  #handles;

  constructor(handles) {
    this.#handles = handles;
  }

  add(pid, answer, handles, limitS) {
    const waiter = { pid, answer, handles };
    if (this.#serve(waiter)) return;
    if (limitS === 0) return answer([]);
    this.#all.add(waiter);
    if (limitS > 0) setTimeout(() => this.#all.delete(waiter) && answer([]), limitS * 1000);
  }

  /** Something about a handle has changed. */
  look(handle) {
    for (const waiter of this.#all)
      if (waiter.handles.includes(handle) && this.#serve(waiter)) this.#all.delete(waiter);
  }

  forget(pid) {
    for (const waiter of this.#all) if (waiter.pid === pid) this.#all.delete(waiter);
  }

  /** Answer if one of the handles is ready, and tell whether. */
  #serve({ handles, answer }) {
    const ready = handles.filter((handle) => this.#handles.get(handle)?.isReady());
    if (ready.length) answer(ready);
    return ready.length > 0;
  }
}
