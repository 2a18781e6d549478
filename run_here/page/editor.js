/* An editor for a program. It stands in a shadow tree, where CodeMirror needs no <style> element:
   so a page may forbid them. */
import {
  bracketMatching, defaultKeymap, drawSelection, EditorState, EditorView, HighlightStyle, history,
  historyKeymap, indentOnInput, indentUnit, keymap, lineNumbers, python, syntaxHighlighting, tags,
} from "./codemirror.js";

const colour = (name) => `var(--run-${name})`;
const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: colour("keyword") },
  { tag: [tags.string, tags.special(tags.string)], color: colour("string") },
  { tag: [tags.number, tags.bool, tags.null], color: colour("number") },
  { tag: tags.comment, color: colour("comment"), fontStyle: "italic" },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
    color: colour("name") },
]);
const LOOK = EditorView.theme({
  "&": { color: "var(--color-code-foreground)", backgroundColor: "var(--color-code-background)" },
  "&.cm-focused": { outline: "2px solid var(--color-brand-primary)" },
  ".cm-scroller": { fontFamily: "var(--font-stack--monospace)", lineHeight: 1.5 },
  ".cm-content": { caretColor: "var(--color-foreground-primary)", padding: ".6rem 0" },
  ".cm-cursor": { borderLeftColor: "var(--color-foreground-primary)" },
  ".cm-gutters": {
    backgroundColor: "transparent", border: 0, color: "var(--color-foreground-secondary)",
  },
  ".cm-selectionBackground, &.cm-focused .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--color-brand-primary) 25%, transparent) !important",
  },
});

/** Show an editor in `place`; Ctrl-Enter calls `run`. Tab leaves it: it is no trap. */
export function edit(place, text, run) {
  const root = place.attachShadow({ mode: "open" });
  const keys = [{ key: "Mod-Enter", run: () => (run(), true) }, ...defaultKeymap, ...historyKeymap];
  const extensions = [
    lineNumbers(), history(), drawSelection(), indentOnInput(), bracketMatching(), python(),
    indentUnit.of("    "), syntaxHighlighting(COLOURS), LOOK, keymap.of(keys),
    EditorView.contentAttributes.of({ "aria-label": "Program" }),
  ];
  const state = (doc) => EditorState.create({ doc, extensions });
  const view = new EditorView({ state: state(text), parent: root, root });
  return {
    text: () => view.state.doc.toString(),
    reset: () => view.setState(state(text)),
    focus: () => view.focus(),
  };
}
