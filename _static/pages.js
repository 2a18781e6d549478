/* Small services on every page: a button that copies a piece of code, the keyboard's way into boxes
   that scroll sideways, a word on which colours have been chosen, and scripts that only some readers
   need, which a page names in its "lazy:" tags. */
(() => {
  const UNCOPIED = ".gp, .go, .linenos"; // prompts, output, line numbers
  const SEARCHES = "[type=search], .paste textarea";
  const PROMPT = /^(>>>|\.\.\.|\$|>) ?/;

  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");

  function textOf(code) {
    const copy = code.cloneNode(true);
    const session = copy.querySelector(".gp");
    if (session) {
      // In a session only what was typed is code; everything else stands between the prompts.
      const typed = copy.textContent.split("\n").filter((line) => PROMPT.test(line));
      return typed.map((line) => line.replace(PROMPT, "")).join("\n");
    }
    for (const part of copy.querySelectorAll(UNCOPIED)) part.remove();
    return copy.textContent.trimEnd();
  }

  function addButton(code) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-code";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      let outcome = "Copied";
      try {
        await navigator.clipboard.writeText(textOf(code));
      } catch {
        outcome = "Select and copy by hand: the browser does not allow it here";
      }
      button.textContent = status.textContent = outcome;
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    code.parentElement.append(button);
  }

  // What is wider than its box is scrolled, so the keyboard has to reach it. An observer asks when
  // the page is laid out already: to ask earlier would cost a slow phone another layout.
  function reachScrollers() {
    const sizes = new ResizeObserver((seen) => {
      // First ask for all widths, then change: a change in between would cost a layout each.
      const boxes = seen.map(({ target }) => target);
      const wide = boxes.map((box) => box.scrollWidth > box.clientWidth + 1);
      boxes.forEach((box, i) => {
        if (wide[i]) box.tabIndex = 0;
        else if (box.hasAttribute("tabindex")) box.removeAttribute("tabindex");
      });
    });
    document.querySelectorAll("pre, .table-wrapper, .output").forEach((box) => sizes.observe(box));
  }

  function load(name) {
    const place = document.querySelector(`meta[name="lazy:${name}"]`);
    if (!place) return;
    for (const address of place.content.split(" ")) {
      const script = document.createElement("script");
      script.src = address;
      script.async = false; // one after the other
      document.head.append(script);
    }
    place.remove(); // once is enough
  }

  function loadSearch() {
    for (const kind of ["focusin", "input"])
      addEventListener(kind, ({ target }) => target.matches?.(SEARCHES) && load("search"));
    document.querySelector("#search-for")?.focus();
    addEventListener("keydown", (event) => {
      const typing = event.target.closest("input, textarea, select");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      [...document.querySelectorAll("[type=search]")].at(-1).focus(); // the page's own comes last
      event.preventDefault();
    });
  }

  function loadFigures() {
    const places = [...document.querySelectorAll('meta[name^="lazy:"]:not([name$=search])')];
    const names = places.map(({ name }) => name.slice("lazy:".length));
    const near = new IntersectionObserver(
      (seen) => seen.forEach((one) => one.isIntersecting && load(one.target.localName)),
      { rootMargin: "20%" },
    );
    for (const name of names) document.querySelectorAll(name).forEach((one) => near.observe(one));
    // The keyboard would pass by controls that are not there yet.
    addEventListener("keydown", () => names.forEach(load), { once: true });
  }

  // Where a program can run on the page, a click loads what that takes.
  function addRunners() {
    const place = document.querySelector('meta[name="run-here"]');
    if (!place) return;
    for (const block of document.querySelectorAll(".program")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "run-here";
      button.textContent = "Run it here";
      button.addEventListener("click", async () => {
        button.textContent = "Loading …";
        button.textContent = await import(new URL(place.content, location))
          .then(({ open }) => open(block, button))
          .catch(() => "It did not load: it needs the network, and a page from a server");
        status.textContent = button.textContent;
      });
      block.after(button);
    }
  }

  // The navigation is longer than a screen: the reader's own place in it comes into sight. Again an
  // observer, which asks when the page is laid out.
  function showPlace() {
    const here = document.querySelector(".sidebar-tree .here");
    const scroller = here?.closest(".sidebar-scroll");
    if (!scroller) return;
    const once = new IntersectionObserver(
      ([{ boundingClientRect: place, rootBounds: seen }]) => {
        if (!seen?.height) return; // the drawer of a phone is still closed
        const off = place.top - seen.top - seen.height / 3;
        if (place.top < seen.top || place.bottom > seen.bottom)
          scroller.scrollBy({ top: off, behavior: "instant" });
        once.disconnect();
      },
      { root: scroller, threshold: 1 },
    );
    once.observe(here);
  }

  document.body.append(status);
  showPlace();
  document.querySelectorAll(".highlight > pre").forEach((code) => {
    if (!code.closest(".cell_output")) addButton(code);
  });
  addRunners();
  loadSearch();
  loadFigures();
  reachScrollers();
  new MutationObserver(() => {
    status.textContent = `Colours: ${document.body.dataset.theme}`;
  }).observe(document.body, { attributeFilter: ["data-theme"] });
})();
