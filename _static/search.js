/* Search while typing, right here: nothing that is typed leaves the browser. Two scripts hold the
   index (extensions/own_search.py), so this works from a folder on disk too. The small one is here
   before this one; the other, with all the text, is loaded here. */
(() => {
  const root = document.documentElement.dataset.content_root;
  const MOST = 30; // results shown; who needs more should type more

  const plain = (text) => text.toLowerCase().replace(/[’‘]/g, "'").replace(/[“”]/g, '"');

  function prepare() {
    return searchIndex.map(([title, address, heading, keywords]) => {
      const text = window.searchTexts?.[address] ?? keywords;
      return { title, address, heading, text, texts: [title, heading, text].map(plain) };
    });
  }

  let entries = prepare();
  let none = "Searching all the text …";
  const allText = new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = `${root}search-texts.js`;
    script.onload = () => resolve(([entries, none] = [prepare(), "Nothing found."]));
    script.onerror = () => resolve((none = "Not all text could be searched. Are you offline?"));
    document.head.append(script);
  });

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
    const words = plain(query).split(/\s+/);
    const phrase = words.join(" ");
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
    const end = text.indexOf(" ", start + 130);
    const excerpt = document.createElement("p");
    const part = end < 0 ? text.slice(start) : `${text.slice(start, end)} …`;
    mark(excerpt, (start ? "… " : "") + part, words);
    item.append(link, excerpt);
    return item;
  }

  function connect(input, panel) {
    const [status, list] = panel.children;

    function show(query) {
      const hits = search(query);
      list.replaceChildren(...hits.slice(0, MOST).map(asItem));
      const shown = hits.length > MOST ? `; the best ${MOST} are shown` : "";
      status.textContent = hits.length ? `Places found: ${hits.length}${shown}.` : none;
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
      show(query);
      if (window.searchTexts) return;
      await allText;
      const more = query !== input.value.trim();
      const enough = panel.hidden || list.contains(document.activeElement);
      if (!more && !enough) show(query);
    }

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
  const box = document.querySelector(".sidebar-search");
  const panel = document.querySelector(".search-panel");
  connect(box, panel);
  document.addEventListener("click", ({ target }) => {
    panel.hidden ||= !panel.contains(target) && target !== box;
  });
})();
