/* What a program writes, as it comes: what went to stderr is marked. */

const MOST = 400_000; // characters that are kept; of more, the last ones

export class Output {
  #place;
  #pending = [];
  #length = 0;

  constructor(place) {
    this.#place = place;
  }

  /** Add some text; all that comes within a frame is drawn at once. */
  write(text, kind) {
    if (!this.#pending.length) setTimeout(() => this.#draw(), 16);
    const last = this.#pending.at(-1);
    if (last?.kind === kind) last.text += text;
    else this.#pending.push({ text, kind });
  }

  /** Say how many characters were left out; 0 while they are still coming. */
  lost(count) {
    const much = count ? `${count.toLocaleString("en")} more characters are` : "What follows is";
    this.write(`\n${much} not shown.\n`, "note");
  }

  clear() {
    this.#pending = [];
    this.#length = 0;
    this.#place.replaceChildren();
    this.#place.hidden = true;
  }

  #draw() {
    if (!this.#pending.length) return; // cleared meanwhile
    const place = this.#place;
    const atEnd = place.scrollTop + place.clientHeight > place.scrollHeight - 30;
    for (const { text, kind } of this.#pending.splice(0)) {
      if (place.lastChild?.className !== kind)
        place.append(Object.assign(document.createElement("span"), { className: kind }));
      place.lastChild.append(text);
      this.#length += text.length;
    }
    while (this.#length > MOST) this.#trim(place.firstChild);
    place.hidden = false;
    if (atEnd) place.scrollTop = place.scrollHeight;
  }

  /** Delete of the oldest piece of text what is too much. */
  #trim(span) {
    const text = span.firstChild;
    const count = Math.min(this.#length - MOST, text.length);
    text.deleteData(0, count);
    this.#length -= count;
    if (!text.length) text.remove();
    if (!span.firstChild) span.remove();
  }
}
