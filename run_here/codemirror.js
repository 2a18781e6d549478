// What page/editor.js uses of CodeMirror: `npm run editor` puts it into one file.
export { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
export { python } from "@codemirror/lang-python";
export {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from "@codemirror/language";
export { EditorState } from "@codemirror/state";
export { EditorView, drawSelection, keymap, lineNumbers } from "@codemirror/view";
export { tags } from "@lezer/highlight";
