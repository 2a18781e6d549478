// Ask axe-core what it finds wrong on this page, in a fraction of the time that it takes by default.

const COLOUR_RULES = ["color-contrast", "link-in-text-block"];
const SETTINGS = { preload: false, resultTypes: ["violations"] };

// A page has thousands of pieces of code in some ten colours, and axe looks at each. Of each colour
// on each ground the first stays. The rest becomes part of its line, and so do single characters,
// of whose colour axe says nothing.
function joinLikePiecesOfCode() {
    const seen = new Set();
    for (const piece of document.querySelectorAll(".highlight pre span")) {
        const box = piece.closest(".highlight").parentElement;
        const kind = `${piece.className} in ${box.className} in ${box.parentElement.className}`;
        if (seen.has(kind) || piece.textContent.trim().length < 2)
            piece.replaceWith(...piece.childNodes);
        else seen.add(kind);
    }
    document.body.normalize();
}

// To compare colours takes axe two milliseconds for each text. It is shown the first text of each
// look: how it is written, in which colour among which, and what it stands on. A look that it has
// seen in one view of a page, or on another page, it is not shown again.
const looks = new Set();

function knowLooks(known) {
    for (const look of known) looks.add(look);
}

function knownLooks() {
    return [...looks];
}

function firstOfEachNewLook() {
    const found = [];
    const note = (element, around, ground) => {
        const style = getComputedStyle(element);
        const { color, backgroundColor, backgroundImage, opacity } = style;
        const fill = `${backgroundColor} ${backgroundImage} ${opacity}`;
        if (fill !== "rgba(0, 0, 0, 0) none 1") ground = `${ground} > ${fill}`;
        const look = [ground, around, color, style.fontSize, style.fontWeight, style.visibility,
            style.textDecorationLine, element.matches("a[href]")].join();
        const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
        const isShown = element.checkVisibility();
        if (isShown && !looks.has(look) && texts.some(({ data }) => data.trim().length > 1)) {
            looks.add(look);
            found.push(element);
        }
        if (isShown) for (const child of element.children) note(child, color, ground);
    };
    note(document.body, "", "");
    return found;
}

// Axe judges the colours of marked elements alone. One run with all rules takes less than two runs:
// each looks the whole page over first.
const MARK = "data-new-look";
axe.configure({ rules: [
    { id: "color-contrast", selector: `[${MARK}]` },
    { id: "link-in-text-block", selector: `a[href][${MARK}]` },
] });

// Return what is wrong as lines of text: the rule, what it asks for, the element. In a second colour
// scheme the rules of colour are enough, as long as it shows the same elements as the first.
async function violations(coloursAlone) {
    const marked = firstOfEachNewLook();
    if (coloursAlone && !marked.length) return [];
    for (const element of marked) element.setAttribute(MARK, "");
    const found = await axe.run(coloursAlone ? { ...SETTINGS, runOnly: COLOUR_RULES } : SETTINGS);
    for (const element of marked) element.removeAttribute(MARK);
    return found.violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`));
}

// Say which elements are shown, as a text to compare. A button's sign may follow the scheme.
function shownElements() {
    const elements = [...document.body.querySelectorAll("*:not(button *)")];
    return elements.map((element) => Number(element.checkVisibility())).join("");
}
