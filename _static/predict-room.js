/* The guesses of a room, typed by its teacher: a cloud of dots, before the measured line is drawn.
   Nothing is kept and nothing is sent. */
(() => {
  const MOST = 500;
  const { draw, make, rounded, sentence } = window.guesses;

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
      for (const { label, value } of given) {
        if (value !== null) this.append(make("p", {}, `Given: ${label}, ${rounded(value)} ${unit}`));
      }
      for (const bar of bars) if (bar.value !== null) this.ask(bar, unit);
    }

    ask({ label, value }, unit) {
      const cloud = make("div", { class: "cloud", "aria-hidden": "true" });
      const told = make("p", { role: "status" });
      const typed = make("input", { type: "text", inputmode: "decimal", placeholder: "0.3 0.5 1.2" });
      const field = make("label", {}, `${label}, guesses in ${unit || "numbers"}: `, typed);
      const button = make("button", { type: "button" });
      let measured = null;
      const show = () => {
        const [values, odd] = numbersIn(typed.value);
        const wrong = odd.length ? `Not a number: ${odd.slice(0, 3).join(", ")}. ` : "";
        draw(cloud, values, measured);
        told.textContent = wrong + sentence(values, measured, unit);
        button.textContent = measured === null ? "Draw what was measured" : "Take the line away";
      };
      typed.addEventListener("input", show);
      button.addEventListener("click", () => {
        measured = measured === null ? value : null;
        show();
      });
      show();
      this.append(field, cloud, button, told);
    }
  }

  customElements.define("predict-room", PredictRoom);
})();
