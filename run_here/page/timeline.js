/* Draws who worked when, and hands it to the site's own <timeline-player>. Times of the player are
   in tenths of a millisecond. */
const [WIDTH, LEFT, RIGHT] = [388.8, 84, 384];
const [ROW, TITLE, TALL] = [30, 26, 22];
const SPEEDS = { 1: "real time", 4: "1/4", 20: "1/20", 100: "1/100" };

const escape = (text) => new Option(text).innerHTML.replaceAll('"', "&quot;");
const label = (x, y, text, kind) => `<text x="${x}" y="${y}" class="${kind}">${escape(text)}</text>`;

/** Show the spans [worker, task, begin, end] of a run, begun at `originMs`, in `place`; the caption
    says `whose`. Spans are in seconds. */
export async function timeline(place, spans, originMs, elapsedMs, whose) {
  const run = record(spans, originMs, elapsedMs);
  const end = Math.round(elapsedMs * 10);
  const data = { start: 0, end, left: LEFT, right: RIGHT, width: WIDTH, runs: [run] };
  const json = JSON.stringify(data).replaceAll("<", "\\u003c");
  place.innerHTML = `<figure><timeline-player>${drawing(run, elapsedMs)}${controls()}
<script type="application/json">${json}</script></timeline-player>
<figcaption>${escape(whose)} A block says when a worker had a task, not that it had a core
all the time.</figcaption></figure>`;
  const { style } = place.querySelector(".player-controls");
  style.setProperty("--before", `${(100 * LEFT) / WIDTH}%`);
  style.setProperty("--after", `${100 - (100 * RIGHT) / WIDTH}%`);
  if (!customElements.get("timeline-player"))
    await import(new URL("../timeline-player.js", import.meta.url)).catch(() => {});
}

function record(spans, originMs, elapsedMs) {
  const sorted = spans.toSorted((a, b) => a[2] - b[2]);
  const ids = [...new Set(sorted.map(([worker]) => worker))];
  const tenths = (s) => Math.round(Math.max(0, s * 1000 - originMs) * 10);
  const rows = sorted.map(([worker, task, begin, end]) => {
    const start = tenths(begin);
    return [task, ids.indexOf(worker), start, Math.max(1, tenths(end) - start)];
  });
  const middles = ids.map((_, i) => TITLE + ROW * (i + 0.5));
  const kinds = ids.map((id) => (id.endsWith("/1") ? "process" : "thread")); // pid/thread
  const workers = kinds.map((kind, i) => `${kind} ${kinds.slice(0, i).filter((k) => k === kind).length + 1}`);
  const title = `${ids.length} worker${ids.length > 1 ? "s" : ""}`;
  const words = ["runs", "waits"];
  return { title, words, workers, spans: rows, top: TITLE, height: ROW * ids.length, middles };
}

function drawing(run, elapsedMs) {
  const bottom = TITLE + run.height;
  const toX = (ms) => LEFT + (ms / elapsedMs) * (RIGHT - LEFT);
  const names = [...new Set(run.spans.map(([name]) => name))];
  const parts = [label(LEFT, 16, run.title, "title"), label(RIGHT, 16, `${(elapsedMs / 1000).toFixed(2)} s`, "end")];
  run.workers.forEach((worker, i) => parts.push(label(LEFT - 6, run.middles[i] + 4, worker, "end")));
  for (const [name, place, start, length] of run.spans) {
    const [x, width] = [toX(start / 10), Math.max(0.6, toX((start + length) / 10) - toX(start / 10) - 0.4)];
    const fill = `var(--lab-${1 + (names.indexOf(name) % 6)})`;
    const y = run.middles[place] - TALL / 2;
    parts.push(`<rect x="${x}" y="${y}" width="${width}" height="${TALL}" fill="${fill}"/>`);
    if (width > 6 * name.length + 9) parts.push(tag(name, x + width / 2, run.middles[place]));
  }
  const says = `${run.title}, ${run.spans.length} tasks, ${(elapsedMs / 1000).toFixed(2)} seconds`;
  return `<svg viewBox="0 0 ${WIDTH} ${bottom + 36}" role="img" aria-label="${escape(says)}">
${parts.join("")}${axis(elapsedMs, bottom, toX)}</svg>`;
}

function tag(name, x, y) {
  const width = 6 * name.length + 7;
  return `<rect x="${x - width / 2}" y="${y - 7}" width="${width}" height="14" rx="2" class="task"/>
${label(x, y + 4, name, "middle")}`;
}

/** Return the time axis with round numbers, at most six of them. */
function axis(longestMs, top, toX) {
  const [unit, words] = longestMs < 500 ? [1, "milliseconds"] : [1000, "seconds"];
  const longest = longestMs / unit;
  const power = 10 ** Math.floor(Math.log10(longest));
  const step = [0.2, 0.5, 1, 2, 5].find((size) => longest / (size * power) <= 6) * power;
  const parts = [`<path class="axis" d="M${LEFT} ${top}H${RIGHT}"/>`];
  for (let count = 0; count * step <= longest; count++) {
    const x = toX(count * step * unit);
    parts.push(`<path class="grid" d="M${x} ${top}V${TITLE}"/>`);
    parts.push(label(x, top + 15, String(+(count * step).toFixed(6)), "middle"));
  }
  return parts.join("") + label((LEFT + RIGHT) / 2, top + 30, words, "middle");
}

/** Return the player's controls, as notebooks/lab/page/overlay.py writes them. */
function controls() {
  const speeds = Object.entries(SPEEDS).map(([slow, words]) => `<option value="${slow}">${words}</option>`);
  return `<div class="player-controls">
<input type="range" aria-label="Time" min="0" max="1" value="1" disabled>
<p class="player-clock" aria-hidden="true">&nbsp;</p>
<div class="player-buttons"><button type="button" name="play" disabled>Play</button>
<button type="button" name="back" title="The task before; with Shift, the turn before" disabled>Previous</button>
<button type="button" name="next" title="The next task; with Shift, the next turn" disabled>Next</button>
<label>Speed <select disabled>${speeds.join("")}</select></label></div>
<p role="status" class="player-status"></p></div>`;
}
