/* Turn the page into a deck. Where the browser does not load reveal.css, because it does not know
   the condition in the link to it, the page stays what it is without JavaScript: readable. */
(() => {
  if (!matchMedia("(scripting: enabled)").matches) return;
  try {
    document.body.dataset.theme = localStorage.getItem("theme") || "auto"; // as on the pages
  } catch {
    // A browser that keeps nothing has no choice to tell of.
  }
  Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    center: false,
    controlsTutorial: false,
    display: "flex",
    hash: true,
    pdfMaxPagesPerSlide: 1, // on paper every slide has just one, as on the wall
    plugins: [RevealNotes],
    scrollActivationWidth: 0,
    slideNumber: "c/t",
    transition: "none",
  }).then(() => {
    // What reveal.js makes is to be understood by a screen reader: a text, not an application, and
    // a link in a landmark.
    const deck = Reveal.getRevealElement();
    deck.removeAttribute("role");
    const number = deck.querySelector(".slide-number");
    number.setAttribute("role", "navigation");
    number.setAttribute("aria-label", "This slide");
  });
})();
