/* The guesses of a room, typed by its teacher: a cloud of dots, before the measured line is drawn.
   Nothing is kept and nothing is sent. */
(() => {
  const NEAR = 0.2; // as for a single reader
  const MOST = 500;

  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const rounded = (value) => Number(value.toPrecision(3));
  const median = (sorted) => (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;

  /* Return the numbers of a text, and what in it is no number of at least 0. */
  function numbersIn(text) {
    const words = text.split(/[\s;]+|,(?=\s|$)/).filter(Boolean).slice(0, MOST);
    const read = words.map((word) => [word, Number(word.replace(",", "."))]);
    const fits = ([, value]) => value >= 0 && value < Infinity;
    const odd = read.filter((pair) => !fits(pair)).map(([word]) => word);
    return [read.filter(fits).map(([, value]) => value), odd];
  }

  class PredictRoom extends HTMLElement {
    connectedCallback() {
      const { given, bars, unit } = JSON.parse(this.dataset.answer);
      this.unit = unit;
      for (const { label, value } of given) {
        if (value !== null) this.append(make("p", {}, `Given: ${label}, ${rounded(value)} ${unit}`));
      }
      for (const bar of bars) if (bar.value !== null) this.ask(bar);
    }

    ask({ label, value }) {
      const cloud = make("div", { class: "cloud", "aria-hidden": "true" });
      const told = make("p", { role: "status" });
      const typed = make("input", { type: "text", inputmode: "decimal", placeholder: "0.3 0.5 1.2" });
      const field = make("label", {}, `${label}, guesses in ${this.unit || "numbers"}: `, typed);
      const button = make("button", { type: "button", "aria-pressed": "false" }, "Draw what was measured");
      const draw = () => {
        const drawn = button.getAttribute("aria-pressed") === "true";
        const [guesses, odd] = numbersIn(typed.value);
        this.draw(cloud, guesses, drawn ? value : null);
        told.textContent = [
          odd.length ? `Not a number: ${odd.slice(0, 3).join(", ")}.` : "",
          drawn ? this.sentence(guesses, value) : `${guesses.length} guesses.`,
        ].join(" ");
      };
      typed.addEventListener("input", draw);
      button.addEventListener("click", () => {
        const drawn = button.getAttribute("aria-pressed") === "true";
        button.setAttribute("aria-pressed", String(!drawn));
        button.textContent = drawn ? "Draw what was measured" : "Take the line away";
        draw();
      });
      this.append(field, cloud, button, told);
    }

    draw(cloud, guesses, measured) {
      const end = 1.1 * Math.max(...guesses, measured ?? 0, 1e-9);
      const marks = guesses.map((guess, i) => {
        const dot = make("i");
        dot.style.setProperty("--share", guess / end);
        dot.style.top = `${10 + ((i * 37) % 65)}%`; // spread, so that equal guesses stay apart
        return dot;
      });
      if (measured !== null) {
        marks.push(make("b"));
        marks.at(-1).style.setProperty("--share", measured / end);
      }
      cloud.replaceChildren(...marks);
    }

    sentence(guesses, value) {
      const measured = `Measured: ${rounded(value)} ${this.unit}.`;
      if (!guesses.length) return measured;
      const middle = median(guesses.toSorted((a, b) => a - b));
      const near = guesses.filter((guess) => Math.abs(guess - value) <= NEAR * value).length;
      return `${measured} The middle of the guesses: ${rounded(middle)}. Within ${NEAR * 100} %: ${near} of ${guesses.length}.`;
    }
  }

  customElements.define("predict-room", PredictRoom);
})();
