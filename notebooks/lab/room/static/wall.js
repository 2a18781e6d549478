/* The wall: asks the room every two seconds what it has, and draws it. */
(() => {
  const EVERY_MS = 2000;
  const WIDTH = 340;
  const HEIGHT = 220;
  const EDGE = 34;
  const KINDS = ["threads", "processes", "interpreters"];
  const SVG = "http://www.w3.org/2000/svg";
  const token = encodeURIComponent(new URLSearchParams(location.search).get("token") ?? "");
  const at = (id) => document.getElementById(id);
  let shown = "";
  let asked = 0;
  let measured = null;

  const make = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
  const svg = (tag, attributes, text = "") => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };
  const plural = (count, one) => `${count} ${one}${count === 1 ? "" : "s"}`;

  function drawReady({ ready, reports, lacking }) {
    at("ready").textContent = ready;
    at("reports").textContent = reports;
    const lines = lacking.map(({ level, name, count }) => make("li", `${level}: ${name}, ${plural(count, "computer")}`));
    at("lacking").replaceChildren(...lines);
  }

  /* Whole numbers up to six, without a unit, are votes for the answers of a question. */
  function drawVotes(votes) {
    const answers = [...new Set(votes)].sort();
    const rows = answers.map((answer) => {
      const count = votes.filter((vote) => vote === answer).length;
      const row = make("li", `${answer}: ${count} of ${votes.length}`);
      row.style.setProperty("--share", count / votes.length);
      row.classList.toggle("right", answer === measured);
      return row;
    });
    at("votes").replaceChildren(...rows);
  }

  /* What was measured, or the right answer, is shown until the next question. */
  function drawGuesses({ question, unit, guesses: values, number }) {
    if (number !== asked) measured = null;
    asked = number;
    at("asked").textContent = question;
    const votes = !unit && values.length && values.every((value) => [1, 2, 3, 4, 5, 6].includes(value));
    at("cloud").hidden = votes;
    drawVotes(votes ? values : []);
    guesses.draw(at("cloud"), values, measured);
    at("told").textContent = votes ? "" : guesses.sentence(values, measured, unit);
  }

  /* Panels of the same kind share a scale, so that systems can be compared. */
  function panel(kind, system, computers, [most, highest]) {
    const x = (workers) => EDGE + ((WIDTH - 2 * EDGE) * (workers - 1)) / (most - 1);
    const y = (gain) => HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * gain) / highest;
    const title = `${kind} on ${system}: ${plural(computers.length, "computer")}`;
    const drawing = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": title });
    const across = { x1: EDGE, x2: WIDTH - EDGE };
    drawing.append(
      svg("text", { x: EDGE, y: 16, class: "title" }, title),
      svg("line", { ...across, y1: y(0), y2: y(0), class: "zero" }),
      svg("line", { ...across, y1: y(1), y2: y(1), class: "one" }),
      svg("text", { x: 4, y: y(1) + 4 }, "1 ×"),
      svg("text", { x: 4, y: y(highest) + 4 }, `${highest.toFixed(1)} ×`),
      svg("text", { x: x(1), y: HEIGHT - 16, "text-anchor": "middle" }, "1"),
      svg("text", { x: x(most), y: HEIGHT - 16, "text-anchor": "middle" }, `${most} workers`),
    );
    const ends = [];
    for (const { curves, cores, python } of computers) {
      const points = Object.entries(curves[kind]).map(([workers, gain]) => [x(Number(workers)), y(gain)]);
      const line = svg("polyline", { points: points.map(String).join(" "), class: kind });
      line.append(svg("title", {}, `${cores} cores, Python ${python}`));
      drawing.append(line);
      ends.push([...points.at(-1), cores]);
    }
    drawing.append(...labels(ends));
    return drawing;
  }

  /* The cores at the ends of lines, as many as have room. */
  function labels(ends) {
    let free = -Infinity;
    const sorted = ends.toSorted((a, b) => a[1] - b[1]);
    return sorted.flatMap(([endX, endY, cores]) => {
      if (endY < free) return [];
      free = endY + 11;
      return [svg("text", { x: endX + 4, y: endY + 4 }, String(cores))];
    });
  }

  function drawCurves({ curves }) {
    const systems = [...new Set(curves.map(({ system }) => system))];
    const rows = KINDS.map((kind) => {
      const measured = curves.filter((each) => each.curves[kind]);
      const points = measured.flatMap((each) => Object.entries(each.curves[kind]));
      const scale = [Math.max(2, ...points.map(([n]) => Number(n))), Math.max(1.5, ...points.map(([, gain]) => gain))];
      const row = make("div", "");
      for (const system of systems) {
        const computers = measured.filter((each) => each.system === system);
        if (computers.length) row.append(panel(kind, system, computers, scale));
      }
      return row;
    });
    at("curves").replaceChildren(...rows.filter((row) => row.children.length));
    at("table").replaceChildren(...(curves.length ? table(curves) : []));
  }

  /* For each system and number of cores, the middle of what two workers gained. */
  function table(curves) {
    const row = (tag, cells) => {
      const line = document.createElement("tr");
      line.append(...cells.map((cell) => make(tag, cell)));
      return line;
    };
    const kinds = KINDS.filter((kind) => curves.some((each) => each.curves[kind]));
    const groups = Map.groupBy(curves, ({ system, cores }) => `${system}, ${plural(cores, "core")}`);
    const middle = (group, kind) => {
      const found = group.map((each) => each.curves[kind]?.[2]).filter((gain) => gain !== undefined);
      return found.length ? `${guesses.median(found).toFixed(2)} ×` : "";
    };
    const head = row("th", ["Computer", "How many", ...kinds.map((kind) => `2 ${kind}, median`)]);
    const body = [...groups].map(([name, group]) =>
      row("td", [name, String(group.length), ...kinds.map((kind) => middle(group, kind))]),
    );
    return [head, ...body];
  }

  async function look() {
    const answer = await fetch(`/state?token=${token}`).catch(() => null);
    at("lost").hidden = Boolean(answer?.ok);
    if (answer?.ok) {
      const text = await answer.text();
      if (text !== shown) {
        shown = text;
        const state = JSON.parse(text);
        drawReady(state);
        drawGuesses(state);
        drawCurves(state);
      }
    }
  }

  at("ask").addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = `${at("question").value}\n${at("unit").value}`;
    await fetch(`/ask?token=${token}`, { method: "POST", body }).catch(() => null);
    look();
  });
  at("measure").addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = Number(at("measured").value.replace(",", "."));
    if (!shown || !(typed >= 0)) return;
    measured = typed;
    drawGuesses(JSON.parse(shown));
  });
  look();
  setInterval(look, EVERY_MS);
})();
