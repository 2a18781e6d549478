// Ask axe-core what it finds wrong on this page, in a fraction of the time that it takes by default.

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

// Return the first text of each new look, and of each element whether it is shown, as a text to
// compare. Elements in a button are left out of that: its sign may follow the scheme.
function lookOver() {
    const found = [];
    let shown = "";
    const note = (element, around, ground, isSign) => {
        const isShown = element.checkVisibility();
        if (!isSign) shown += Number(isShown);
        if (!isShown) return;
        const style = getComputedStyle(element);
        const { color, backgroundColor, backgroundImage, opacity } = style;
        const fill = `${backgroundColor} ${backgroundImage} ${opacity}`;
        if (fill !== "rgba(0, 0, 0, 0) none 1") ground = `${ground} > ${fill}`;
        const texts = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
        if (texts.some(({ data }) => data.trim().length > 1)) {
            const look = [ground, around, color, style.fontSize, style.fontWeight,
                style.visibility, style.textDecorationLine, element.matches("a[href]")].join();
            if (!looks.has(look)) found.push(element);
            looks.add(look);
        }
        isSign ||= element.matches("button");
        for (const child of element.children) note(child, color, ground, isSign);
    };
    note(document.body, "", "", false);
    return [found, shown];
}

// Axe judges the colours of marked elements alone. One run with all rules takes less than two runs:
// each looks the whole page over first.
const MARK = "data-new-look";
const COLOUR_RULES = [
    { id: "color-contrast", selector: `[${MARK}]` },
    { id: "link-in-text-block", selector: `a[href][${MARK}]` },
];
axe.configure({ rules: COLOUR_RULES });

// Return which elements are shown, and what is wrong as lines of text: the rule, what it asks for,
// the element. Where the same elements are shown as `before`, in the other colour scheme, the rules
// of colour are enough.
async function violations(before) {
    const [marked, shown] = lookOver();
    const coloursAlone = shown === before;
    if (coloursAlone && !marked.length) return [shown, []];
    for (const element of marked) element.setAttribute(MARK, "");
    const only = coloursAlone ? { runOnly: COLOUR_RULES.map(({ id }) => id) } : {};
    const found = await axe.run({ ...SETTINGS, ...only });
    for (const element of marked) element.removeAttribute(MARK);
    return [shown, found.violations.flatMap(({ id, help, nodes }) =>
        nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`))];
}
