/* Predict, commit, see: asks for a guess before a fold opens, shows it beside what was measured, and
   keeps it in this browser alone. Without this script the fold opens as any other. */
(() => {
  const STORE = "predictions";
  const { NEAR, isNear, make } = window.guesses;

  let kept = {};
  try {
    kept = JSON.parse(localStorage.getItem(STORE)) ?? {};
  } catch {
    // Forbidden, or not ours: it works without memory.
  }

  function keep(key, entry) {
    if (entry) kept[key] = entry;
    else delete kept[key];
    try {
      localStorage.setItem(STORE, JSON.stringify(kept));
    } catch {
      // Full or forbidden.
    }
  }

  const shown = (value, unit) => `${Number(value.toPrecision(value < 10 ? 2 : 3))} ${unit}`.trim();

  function score() {
    const right = Object.values(kept).flatMap((entry) => entry.right);
    return `${right.filter(Boolean).length} of ${right.length}`;
  }

  class PredictFirst extends HTMLElement {
    connectedCallback() {
      if (this.form) return;
      this.fold = this.querySelector("details");
      this.answer = JSON.parse(this.fold.dataset.answer);
      this.key = `${location.pathname.split("/").slice(-2).join("/")}#${this.id}`;
      this.result = make("p", { class: "guessed", role: "status" });
      this.form = make("form", { class: "guess" }, ...this.inputs(), this.buttons());
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.commit();
      });
      this.fold.before(this.form, this.result);
      this.classList.add("asks");
      const entry = kept[this.key];
      if (entry && this.restore(entry.guess)) this.commit();
    }

    inputs() {
      const list = this.querySelector(".choices");
      if (!list) return this.sliders();
      const choices = [...list.children].map((item, number) => {
        const radio = make("input", { type: "radio", name: this.id, value: number });
        const text = make("span");
        text.append(...(item.querySelector("p") ?? item).childNodes);
        return make("label", { class: "choice" }, radio, text);
      });
      list.remove();
      return choices;
    }

    sliders() {
      const { given, bars, unit } = this.answer;
      const values = [...given, ...bars].map((bar) => bar.value ?? 0);
      // From what is given alone the end of the scale would tell nothing.
      const known = Math.max(0, ...given.map((bar) => bar.value));
      const end = Math.max(2 * known, (known ? 1.4 : 2.5) * Math.max(...values));
      this.end = Number(end.toPrecision(1)) || 1;
      while (this.end < end) this.end += Number((end / 10).toPrecision(1));
      const row = (bar, control, number) =>
        make("label", { class: `bar ${bar.kind}` }, make("span", {}, bar.label), control, number);
      const still = given.map((bar) => {
        const track = make("span", { class: "track" });
        track.style.setProperty("--share", bar.value / this.end);
        return row(bar, track, make("output", {}, shown(bar.value, unit)));
      });
      const moving = bars.map((bar) => {
        const step = this.end / 200;
        const slider = make("input", { type: "range", min: step, max: this.end, step, value: step });
        const number = make("output");
        const follow = (event) => {
          slider.moved ||= Boolean(event);
          slider.style.setProperty("--share", slider.value / this.end);
          number.value = slider.moved ? shown(+slider.value, unit) : "?";
          slider.setAttribute("aria-valuetext", number.value);
        };
        slider.addEventListener("input", follow);
        follow();
        return row(bar, slider, number);
      });
      return [...still, ...moving];
    }

    buttons() {
      const skip = make("button", { type: "button", class: "skip" }, "Show it without a guess");
      skip.addEventListener("click", () => this.open(""));
      return make("p", {}, make("button", {}, "Show what was measured"), skip);
    }

    guess() {
      const sliders = [...this.form.querySelectorAll("[type=range]")];
      if (sliders.some((slider) => !slider.moved)) return null;
      if (sliders.length) return sliders.map((slider) => +slider.value);
      const picked = this.form.querySelector(":checked");
      return picked && +picked.value;
    }

    restore(guess) {
      const inputs = [...this.form.querySelectorAll("input")];
      if (Array.isArray(guess)) {
        if (guess.length !== inputs.length || inputs[0].type !== "range") return false;
        inputs.forEach((slider, i) => {
          slider.value = guess[i];
          slider.dispatchEvent(new Event("input"));
        });
      } else if (inputs[guess]?.type === "radio") inputs[guess].checked = true;
      else return false; // the page asks something else by now
      return true;
    }

    commit() {
      const guess = this.guess();
      if (guess === null) {
        const how = this.answer.bars ? "Drag each hatched bar" : "Pick one";
        this.result.textContent = `${how} first, or show the answer without a guess.`;
        return;
      }
      const [right, sentence] = Array.isArray(guess) ? this.compare(guess) : this.judge(guess);
      const question = this.querySelector("p").textContent.replace(/^Predict\.\s*/, "");
      keep(this.key, { guess, right, question, sentence });
      this.open(`${sentence} `);
      const root = document.documentElement.dataset.content_root ?? "";
      const link = make("a", { href: `${root}chapters/predictions.html` }, `So far: ${score()}.`);
      this.result.append(link);
    }

    judge(picked) {
      const { right } = this.answer;
      this.form.querySelectorAll(".choice").forEach((choice, number) => {
        choice.classList.toggle("right", number === right);
      });
      if (right === null) return [[], "On the machine that built this page it could not be shown."];
      return [[picked === right], picked === right ? "✓ Right." : "✗ Not so."];
    }

    compare(guesses) {
      const { bars, unit } = this.answer;
      const rows = [...this.form.querySelectorAll(".bar:has([type=range])")];
      const told = bars.map(({ label, value }, i) => {
        if (value === null) return `${label} could not be measured.`;
        const slider = rows[i].querySelector("input");
        slider.style.setProperty("--measured", value / this.end);
        rows[i].querySelector("output").value = shown(value, unit);
        const mark = isNear(guesses[i], value) ? "✓" : "✗";
        return `${mark} You said ${shown(guesses[i], unit)} for ${label}; measured: ${shown(value, unit)}.`;
      });
      return [bars.map(({ value }, i) => value !== null && isNear(guesses[i], value)), told.join(" ")];
    }

    open(sentence) {
      this.result.textContent = sentence;
      this.classList.add("told");
      this.form.querySelectorAll("input").forEach((input) => (input.disabled = true));
      this.fold.open = true;
      const again = make("button", { type: "button", class: "skip" }, "Guess again");
      again.addEventListener("click", () => this.again());
      this.form.lastChild.replaceChildren(again);
    }

    again() {
      keep(this.key, null);
      this.fold.open = false;
      this.result.textContent = "";
      this.classList.remove("told");
      this.form.querySelectorAll(".right").forEach((choice) => choice.classList.remove("right"));
      this.form.querySelectorAll("input").forEach((input) => {
        input.disabled = false;
        input.style.removeProperty("--measured");
        input.dispatchEvent(new Event("input"));
      });
      this.form.lastChild.replaceWith(this.buttons());
      this.form.querySelector("input").focus();
    }
  }

  class PredictScore extends HTMLElement {
    connectedCallback() {
      const entries = Object.entries(kept);
      const rows = entries.map(([key, { question, sentence }]) =>
        make("li", {}, make("a", { href: `../${key}` }, question), ` ${sentence}`));
      const total = `Right, or within ${NEAR * 100} %: ${score()}.`;
      const forget = make("button", { type: "button", class: "skip" }, "Forget all of them");
      forget.addEventListener("click", () => {
        for (const [key] of entries) keep(key, null);
        this.connectedCallback();
      });
      if (rows.length) this.replaceChildren(make("p", {}, total), make("ul", {}, ...rows), forget);
      else this.replaceChildren(make("p", {}, "You have made no predictions in this browser yet."));
    }
  }

  customElements.define("predict-first", PredictFirst);
  customElements.define("predict-score", PredictScore);
})();
