/* What is known of guesses, of one reader's and of a room's: when one is near, and how many look together. */
window.guesses = (() => {
  const NEAR = 0.2; // a guess within 20 % of what was measured counts

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  function median(values) {
    const sorted = values.toSorted((a, b) => a - b);
    return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  }

  const isNear = (guess, value) => Math.abs(guess - value) <= NEAR * value;
  const rounded = (value) => Number(value.toPrecision(3));

  /* Draw a dot for each guess, and a line for what was measured, unless it is null. */
  function draw(cloud, values, measured) {
    const end = 1.1 * Math.max(...values, measured ?? 0, 1e-9);
    const at = (tag, value) => {
      const mark = make(tag);
      mark.style.setProperty("--share", value / end);
      return mark;
    };
    const dots = values.map((value, i) => {
      const dot = at("i", value);
      dot.style.top = `${10 + ((i * 37) % 65)}%`; // spread, so that equal guesses stay apart
      return dot;
    });
    cloud.replaceChildren(...dots, ...(measured === null ? [] : [at("b", measured)]));
  }

  /* Tell how far a room is from what was measured; before that, how many have guessed. */
  function sentence(values, measured, unit) {
    if (measured === null) return `${values.length} ${values.length === 1 ? "guess" : "guesses"}.`;
    const told = `Measured: ${rounded(measured)} ${unit}.`;
    if (!values.length) return told;
    const near = values.filter((value) => isNear(value, measured)).length;
    return `${told} The middle of the guesses: ${rounded(median(values))}. Within ${NEAR * 100} %: ${near} of ${values.length}.`;
  }

  return { NEAR, draw, isNear, make, median, rounded, sentence };
})();
