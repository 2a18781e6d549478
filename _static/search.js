/* Search while typing, right here: nothing that is typed leaves the browser. Two scripts hold the
   index (extensions/site/search_index.py), so this works from a folder on disk too. The small one is
   here before this one; the other, with all the text, is loaded here. search-rank.js ranks. */
(() => {
  const root = document.documentElement.dataset.content_root;
  const MOST = 20; // results shown; who needs more should type more
  const WAYS_ON = [
    ["Find your error", "chapters/09-failures.html#find-your-error"],
    ["Every name of concurrent.futures", "chapters/reference.html"],
    ["Questions, and where they are answered", "chapters/questions.html"],
  ];

  // An address that ends in "#" goes on as its heading does.
  const slug = (heading) => heading.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

  function prepare() {
    return ranking(
      searchIndex.map(([kind, title, place, heading, keywords], number) => {
        const address = place.endsWith("#") ? place + slug(heading) : place;
        const text = window.searchTexts?.[number] ?? keywords;
        return { kind, title, address, heading, text };
      }),
    );
  }

  let rank = prepare();
  let [note, complete] = ["Searching all the text …", false];
  const allText = new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = `${root}search-texts.js`;
    const end = (told) => resolve(([rank, note, complete] = [prepare(), told, true]));
    script.onload = () => end("");
    script.onerror = () => end("Not all text could be searched. Are you offline?");
    document.head.append(script);
  });

  /* Append `text` to `element`, with every word that begins like one of the terms marked. */
  function mark(element, text, terms) {
    const begin = terms.length ? `(?<![\\p{L}_])((?:${terms.join("|")})\\p{L}*)` : "($.)";
    for (const [i, part] of text.split(new RegExp(begin, "iu")).entries()) {
      const marked = document.createElement("mark");
      marked.textContent = part;
      element.append(i % 2 ? marked : part);
    }
  }

  /* Return the piece of the text in which the most of the terms stand. */
  function excerpt(text, terms) {
    const low = text.toLowerCase();
    const places = terms.map((term) => low.indexOf(term)).filter((at) => at >= 0);
    const around = (at) => places.filter((other) => other >= at && other < at + 130).length;
    const at = places.sort((a, b) => around(b) - around(a) || a - b)[0] ?? 0;
    const start = at < 40 ? 0 : text.indexOf(" ", at - 40) + 1;
    const end = text.indexOf(" ", start + 130);
    return (start ? "… " : "") + (end < 0 ? text.slice(start) : `${text.slice(start, end)} …`);
  }

  function asItem({ kind, title, address, heading, text }, terms) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = root + address;
    const label = document.createElement("small");
    label.textContent = kind;
    mark(link, heading === title ? title : `${heading} – ${title}`, terms);
    const part = document.createElement("p");
    mark(part, /Error|Question/.test(kind) ? `${text.slice(0, 250)} …` : excerpt(text, terms), terms);
    item.append(link, " ", label, part);
    return item;
  }

  function wayOn([title, address]) {
    return asItem({ kind: "Page", title, address, heading: title, text: "" }, []);
  }

  function connect(input, panel, most = MOST) {
    const [status, list] = panel.children;

    function show(query) {
      const { hits, terms } = rank(query);
      const best = hits.slice(0, most).map(({ entry }) => asItem(entry, terms));
      list.replaceChildren(...(best.length ? best : WAYS_ON.map(wayOn)));
      const found = best.length ? "The best places first." : "None of these words is on the site.";
      status.textContent = note && !best.length ? note : `${found} ${note}`.trim();
    }

    async function update() {
      const query = (input.value === pastedAs ? pasted : input.value).trim();
      if (query.length < 2) {
        list.replaceChildren();
        status.textContent = "";
        panel.hidden = panel.matches(".search-panel");
        return;
      }
      panel.hidden = false;
      show(query);
      if (complete) return;
      await allText;
      const enough = panel.hidden || list.contains(document.activeElement);
      if (!enough) update();
    }

    // A field of one line would lose the lines of a traceback; it shows the last one.
    let [pasted, pastedAs] = ["", null];
    input.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text").trim();
      if (!text.includes("\n") || input.rows) return;
      event.preventDefault();
      [pasted, pastedAs] = [text, text.split("\n").at(-1).trim().slice(0, 200)];
      input.value = pastedAs;
      update();
    });

    input.addEventListener("input", update);
    for (const area of [input, panel]) area.addEventListener("keydown", move);
    function move(event) {
      const stops = [input, ...list.querySelectorAll("a")];
      const here = stops.indexOf(document.activeElement);
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && stops[here + step]) {
        stops[here + step].focus();
        event.preventDefault();
      } else if (event.key === "Escape" && panel.matches(".search-panel")) {
        panel.hidden = true;
        input.focus();
      }
    }
    update(); // something may have been typed already
  }

  const field = document.querySelector("#search-for");
  if (field) {
    field.value ||= new URLSearchParams(location.search).get("q") ?? "";
    field.form.addEventListener("submit", (event) => event.preventDefault());
    connect(field, document.querySelector("#search-results"));
  }
  const paste = document.querySelector("#paste-here");
  if (paste) connect(paste, document.querySelector("#paste-results"), 5);
  const box = document.querySelector(".sidebar-search");
  const panel = document.querySelector(".search-panel");
  connect(box, panel);
  document.addEventListener("click", ({ target }) => {
    panel.hidden ||= !panel.contains(target) && target !== box;
  });
})();
