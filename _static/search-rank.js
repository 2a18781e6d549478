/* Rank the sections of the site for what somebody typed or pasted: words, a question, the text of
   an error, a whole traceback. No page is touched here: `ranking(entries)` returns a function from
   a text to { hits: [{ entry, points }], the best first, terms: what to mark }.

   A word counts by its rarity on the site (BM25), more in a heading than in a text; two words that
   stand side by side in both count once more. What is the reader's own, such as paths, numbers and
   names in quotes, hardly counts, and a word that occurs nowhere never empties the result. */
(() => {
  const FIELDS = { heading: 5, title: 2, text: 1 };
  const KINDS = { Error: 1.3, Question: 1.2, Reference: 1.15, Chapter: 1.2, Lab: 1, Page: 0.7, Teach: 0.6 };
  const ERROR_ASKED = 1.6; // for an entry of the error index, when the text of an error was given
  const MOST_TERMS = 60; // the rarest ones of a long text
  const MOST_CHARACTERS = 20000; // of its beginning, and of its end

  // What people say, and what it is called here; both without their endings.
  const SYNONYMS = {
    nogil: "free thread gil", multithread: "thread", multiproces: "process", freez: "hang",
    stuck: "hang", frozen: "hang", block: "hang wait", kill: "terminate end", stop: "cancel end",
    crash: "broken die", parallel: "map concurrent", async: "asyncio", ram: "memory mb",
    memory: "mb", leak: "memory", oom: "memory", ctrl: "keyboardinterrupt", progres: "tqdm bar",
    random: "dice seed", docker: "container quota", kubernet: "container quota", exit: "end shutdown",
    quit: "end", deadlock: "hang lock", saf: "lock race", safety: "lock race safe", core: "cpu",
    cpu: "core", jupyter: "notebook cell", overhead: "cost price", cost: "price",
    speed: "fast faster", speedup: "speed faster",
    slow: "slower faster", fast: "faster", executor: "pool", swallow: "vanish", lost: "vanish",
    silent: "vanish", ignor: "vanish", limit: "bound", dictionary: "dict", share: "shared memory",
    wrong: "lose", increment: "counter", counter: "lose", api: "name", log: "logging",
    retry: "again repeat", nest: "own", eat: "fill",
  };

  // Words of every question, which say nothing of what is asked.
  const PLAIN = new Set(("a all am an and any are as at be but by can could did do doe for from get " +
    "give go had ha have how i if in into is it its like make me my need not of on one only or " +
    "our python should so some than that the their them then there they thi to too two u use " +
    "wa want we what when where which who why will with would you your").split(" "));

  const ERROR = /^\s*(?:E\s+)?[\w.]*(?:Error|Exception|Warning|Interrupt|Exit|Pool|Timeout|Empty|Full)\b/;
  const PATHS = /(?:[a-z]:)?(?:[\\/][\w .@+-]+){2,}|\b[\w-]{1,80}\.py\b|https?:\S+/gi;

  function stem(word) {
    if (word.length < 5 || word.includes("_")) return word;
    return word
      .replace(/ies$/, "y")
      .replace(/(?:ing|ed)$/, "")
      .replace(/([bdgmnprt])\1$/, "$1")
      .replace(/(?:es|(?<!s)s)$/, "")
      .replace(/e$/, "");
  }

  /* Return the words of a text in their order, of a name such as BrokenProcessPool its parts, too. */
  function words(text) {
    const found = [];
    for (const [word] of text.replace(/['’]/g, "").matchAll(/[\p{L}_][\p{L}\p{N}_]*/gu)) {
      const parts = word.match(/\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|[\p{L}\p{N}]+/gu) ?? [];
      found.push(word.toLowerCase());
      if (parts.length > 1) found.push(...parts.map((part) => part.toLowerCase()));
    }
    return found;
  }

  /* Return [part of the text, how much it counts]: in a traceback the lines with the errors do. */
  function weighed(text) {
    const long = text.length > 2 * MOST_CHARACTERS;
    const kept = long ? text.slice(0, MOST_CHARACTERS) + "\n" + text.slice(-MOST_CHARACTERS) : text;
    const lines = kept.split("\n").filter((line) => line.trim());
    if (lines.length < 3) return [[lines.join(" "), 1]];
    const counts = (line) =>
      ERROR.test(line) ? 1 : /^\s*File "|^\s*[~^]+$|most recent call|above exception/.test(line) ? 0 : 0.1;
    const parts = lines.map((line) => [line, counts(line)]);
    return parts.some(([, count]) => count === 1) ? parts : [[lines.join(" "), 1]];
  }

  /* Return Map { word without its ending: how much it counts } of a text, and its pairs of words. */
  function termsOf(text) {
    const terms = new Map(), pairs = new Set();
    for (const [part, counts] of weighed(text)) {
      if (!counts) continue;
      const clear = part.replace(PATHS, " ").replace(/\b0x[\da-f]+|\bpid=\d+/gi, " ");
      const own = new Set(); // what stands in quotes or brackets is mostly the reader's
      for (const [quoted] of clear.matchAll(/'[^' ]*'|"[^"]*"|<[^>]*>|`[^`]*`/g))
        for (const word of words(quoted)) if (!word.startsWith("_")) own.add(word);
      const all = words(clear);
      all.forEach((word, i) => {
        const term = stem(word);
        const hardly = PLAIN.has(term) ? 0.1 : own.has(word) && all.length > own.size ? 0.25 : 1;
        const counted = counts * hardly;
        terms.set(term, Math.max(terms.get(term) ?? 0, counted));
        if (i && counts === 1 && !(PLAIN.has(term) && PLAIN.has(stem(all[i - 1])))) pairs.add(`${all[i - 1]} ${word}`);
      });
    }
    return { terms, pairs: [...pairs] };
  }

  /* Tell whether two words differ by no more than so many letters. */
  function near(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return false;
    let row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++)
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] !== b[j - 1]));
      if (Math.min(...next) > most) return false;
      row = next;
    }
    return row[b.length] <= most;
  }

  window.ranking = (entries) => {
    const places = new Map(); // { term: Map { number of an entry: how often } }
    const lengths = [], joined = [];
    entries.forEach((entry, number) => {
      let length = 0;
      const lines = [];
      for (const [field, weight] of Object.entries(FIELDS)) {
        const found = words(entry[field]);
        lines.push(found.join(" "));
        length += found.length;
        for (const word of found) {
          const term = stem(word);
          const at = places.get(term) ?? places.set(term, new Map()).get(term);
          at.set(number, (at.get(number) ?? 0) + weight);
        }
      }
      lengths.push(length);
      joined.push(` ${lines.join(" | ")} `);
    });
    const usual = lengths.reduce((sum, length) => sum + length, 0) / (entries.length || 1);
    const rarity = (term) => Math.log(1 + entries.length / (places.get(term)?.size ?? Infinity));

    /* Return the known terms for one that somebody typed: itself, its synonyms, or what is near. */
    function known(term, count, short) {
      const found = places.has(term) ? [[term, count]] : [];
      const less = found.length ? 0.5 : 0.9;
      for (const other of SYNONYMS[term]?.split(" ") ?? []) found.push([stem(other), count * less]);
      if (found.length || !short || term.length < 3) return found;
      const all = [...places.keys()];
      const begun = all.filter((other) => other.startsWith(term));
      if (begun.length) return begun.map((other) => [other, count * 0.8]);
      if (term.length < 4) return found;
      const most = term.length < 7 ? 1 : 2;
      return all.filter((other) => near(term, other, most)).map((other) => [other, count * 0.6]);
    }

    return (text) => {
      const { terms, pairs } = termsOf(text);
      const asked = text.split("\n").some((line) => ERROR.test(line)) ? { Error: ERROR_ASKED } : {};
      const kinds = { ...KINDS, ...asked };
      const wanted = new Map();
      for (const [term, count] of terms)
        for (const [other, weight] of known(term, count, terms.size < 12))
          wanted.set(other, Math.max(wanted.get(other) ?? 0, weight));
      const best = [...wanted].map(([term, count]) => [term, count * rarity(term)]);
      best.sort((a, b) => b[1] - a[1]).splice(MOST_TERMS);
      const chosen = new Set(best.map(([term]) => term));
      const looked = pairs.filter((pair) => pair.split(" ").every((word) => chosen.has(stem(word))));
      const points = new Map(), covered = new Map();
      for (const [term, worth] of best)
        for (const [number, often] of places.get(term) ?? []) {
          const scale = 1.2 * (0.5 + (0.5 * lengths[number]) / usual);
          const more = (worth * often * 2.2) / (often + scale);
          points.set(number, (points.get(number) ?? 0) + more);
          covered.set(number, (covered.get(number) ?? 0) + worth);
        }
      const whole = best.reduce((sum, [, worth]) => sum + worth, 0);
      const exact = ` ${words(text.slice(0, 200)).join(" ")} | `;
      const hits = [...points].map(([number, sum]) => {
        const { kind, heading, title } = entries[number];
        const both = looked.filter((pair) => joined[number].includes(` ${pair} `));
        const bonus = both.flatMap((pair) => pair.split(" ")).map((word) => rarity(stem(word)));
        const total = sum + 0.5 * bonus.reduce((all, each) => all + each, 0);
        const begins = heading === title ? 1.2 : 1; // a page's first section leads to all of it
        const part = 0.4 + (0.6 * covered.get(number)) / whole;
        const named = kind !== "Page" && joined[number].startsWith(exact) ? 2 : 1;
        return { entry: entries[number], points: total * kinds[kind] * named * part * begins };
      });
      return {
        hits: hits.sort((a, b) => b.points - a.points),
        terms: best.filter(([term, worth]) => term.length > 2 && worth > 1).map(([term]) => term),
      };
    };
  };
})();
