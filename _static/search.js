/* Search while typing, right here: nothing that is typed leaves the browser. The index comes in two
   scripts (extensions/own_search.py), so all this works from a folder on disk too. The first is
   small: titles, headings, names and error messages. It is fetched when somebody goes to a search
   box. All the text follows it, and then what has been typed is searched for once more. */
(() => {
  const root = document.documentElement.dataset.content_root;
  const MOST = 30; // results shown; who needs more should type more
  const PARTS = ["search-index.js", "search-texts.js"];
  const fetched = {}; // promises, by the script's name
  let entries; // what can be searched by now

  const plain = (text) =>
    text.toLowerCase().replace(/[’‘]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, " ");

  function load(name) {
    fetched[name] ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = root + name;
      script.onload = () => resolve(prepare());
      script.onerror = reject;
      document.head.append(script);
    });
    return fetched[name];
  }

  function prepare() {
    entries = searchIndex.map(([title, address, heading, keywords]) => {
      const text = window.searchTexts?.[address] ?? keywords;
      return { title, address, heading, text, texts: [title, heading, text].map(plain) };
    });
  }

  /* All words must be there. The whole phrase counts most, then titles, headings, text. */
  function score({ texts: [title, heading, text] }, phrase, words) {
    let points = 0;
    for (const word of words) {
      const found = title.includes(word) * 3 + heading.includes(word) * 4 + text.includes(word);
      if (!found) return 0;
      points += found;
    }
    return points + (text.includes(phrase) + heading.includes(phrase) * 2) * 5 * (words.length > 1);
  }

  function search(query) {
    const phrase = plain(query).trim();
    const words = phrase.split(" ");
    return entries
      .map((entry) => ({ ...entry, points: score(entry, phrase, words), phrase, words }))
      .filter((hit) => hit.points)
      .sort((a, b) => b.points - a.points);
  }

  /* Append `text` to `element`, with every word that was looked for marked. */
  function mark(element, text, words) {
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    for (const [i, part] of text.split(new RegExp(`(${escaped.join("|")})`, "i")).entries()) {
      const marked = document.createElement("mark");
      marked.textContent = part;
      element.append(i % 2 ? marked : part);
    }
  }

  function asItem({ title, address, heading, text, phrase, words }) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = root + address;
    mark(link, heading === title ? title : `${heading} – ${title}`, words);
    const low = plain(text);
    const at = Math.max(0, low.includes(phrase) ? low.indexOf(phrase) : low.indexOf(words[0]));
    const start = at < 40 ? 0 : text.indexOf(" ", at - 40) + 1;
    const excerpt = document.createElement("p");
    mark(excerpt, (start ? "… " : "") + text.slice(start, start + 140) + " …", words);
    item.append(link, excerpt);
    return item;
  }

  function connect(input, panel) {
    const list = document.createElement("ol");
    const status = document.createElement("p");
    status.setAttribute("role", "status");
    panel.append(status, list);

    function show(query) {
      const hits = search(query);
      list.replaceChildren(...hits.slice(0, MOST).map(asItem));
      const places = hits.length === 1 ? "1 place" : `${hits.length} places`;
      if (hits.length) status.textContent = `Found in ${places}.`;
      else status.textContent = window.searchTexts ? "Nothing found." : "Searching all the text …";
    }

    async function update() {
      const query = input.value.trim();
      if (query.length < 2) {
        list.replaceChildren();
        status.textContent = "";
        panel.hidden = panel.matches(".search-panel");
        return;
      }
      panel.hidden = false;
      try {
        for (const part of window.searchTexts ? PARTS.slice(-1) : PARTS) {
          await load(part);
          if (query !== input.value.trim()) return; // more was typed meanwhile
          if (panel.hidden || list.contains(document.activeElement)) return; // it was enough
          show(query);
        }
      } catch {
        status.textContent = "The search index could not be loaded. Are you offline?";
      }
    }

    const prefetch = () => load(PARTS[0]).then(() => load(PARTS[1])).catch(() => {});
    input.addEventListener("focus", prefetch, { once: true });
    input.addEventListener("input", update);
    for (const area of [input, panel]) area.addEventListener("keydown", (event) => move(event));
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
    return update;
  }

  const box = document.querySelector(".sidebar-search");
  const page = document.querySelector("#search-page");
  if (page) {
    const input = page.querySelector("input");
    const update = connect(input, page.querySelector("#search-results"));
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    page.addEventListener("submit", (event) => event.preventDefault());
    input.focus();
    update();
  }
  if (box) {
    const panel = document.createElement("div");
    panel.className = "search-panel";
    panel.hidden = true;
    box.form.after(panel);
    connect(box, panel);
    document.addEventListener("click", (event) => {
      if (!panel.contains(event.target) && event.target !== box) panel.hidden = true;
    });
  }
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    (page?.querySelector("input") ?? box)?.focus();
    event.preventDefault();
  });
})();
