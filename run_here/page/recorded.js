/* What a program did in CPython when it was recorded, for a browser that cannot run it. */
import { Output } from "./output.js";
import { timeline } from "./timeline.js";

const HTML = `<pre class="runner-output" role="group" aria-label="Recorded output" tabindex="0" hidden></pre>
<div class="runner-timeline"></div><p class="runner-status"></p>`;

/** Show below `button` what a program printed, and play who worked when. */
export async function showRecorded(name, button) {
  const answer = await fetch(new URL("../recorded.json", import.meta.url));
  if (!answer.ok) throw new Error("recorded.json did not load");
  const { provenance, programs } = await answer.json();
  const { stdout, stderr, spans, elapsed_ms: elapsedMs } = programs[name];
  const element = document.createElement("section");
  element.className = "runner";
  element.setAttribute("aria-label", `Recorded run of ${name}`);
  element.innerHTML = HTML;
  const [place, drawing, status] = element.children;
  status.textContent = provenance;
  button.after(element);
  const output = new Output(place);
  output.write(stdout, "stdout");
  output.write(stderr, "stderr");
  if (!spans.length) return;
  await timeline(drawing, spans, 0, elapsedMs, "This run was recorded in CPython.");
  drawing.querySelector("[name=play]").click();
}
