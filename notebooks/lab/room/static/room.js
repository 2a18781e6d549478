/* The learners' page: sends what is typed or pasted, when a button is pressed, and nothing else. */
(() => {
  const LATER_MS = 3000;
  const TRIES = 6;
  const query = new URLSearchParams(location.search);
  const token = encodeURIComponent(query.get("token") ?? "");
  const at = (id) => document.getElementById(id);
  // So that what is sent again takes the place of what was before.
  const sender = [...crypto.getRandomValues(new Uint8Array(8))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");

  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  async function send(text) {
    for (let tries = 1; ; tries += 1) {
      const answer = await fetch(`/send?token=${token}&from=${sender}`, { method: "POST", body: text });
      if (answer.status !== 429 || tries === TRIES) return answer.text();
      await wait(1000);
    }
  }

  function onSubmit(form, textOf) {
    const status = form.querySelector("[role=status]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      status.textContent = "…";
      status.textContent = await send(textOf()).catch(() => "The room does not answer. Is it closed?");
    });
  }

  async function look() {
    const answer = await fetch(`/question?token=${token}`).catch(() => null);
    if (answer?.ok) {
      const { question, unit } = await answer.json();
      at("question").textContent = question || "There is no question yet.";
      at("unit").textContent = unit ? `in ${unit}` : "";
    }
    setTimeout(look, LATER_MS);
  }

  onSubmit(at("guess"), () => at("value").value);
  onSubmit(at("paste"), () => at("text").value);
  at("file").addEventListener("change", async () => {
    if (at("file").files.length) at("text").value = await at("file").files[0].slice(0, 20000).text();
  });
  at("code").textContent = `from lab import room

LINK = "${location.href}"
room.send(LINK, room.set_up())
room.send(LINK, room.guess(0.5))
# in lab 06, below "One, two, four workers":
room.send(LINK, room.speed_ups(gains))`;
  look();
})();
