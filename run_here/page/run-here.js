/* Opens a place to run a program below its code. pages.js loads this on the first click. */
import { Panel } from "./panel.js";

const NO_JSPI =
  "This browser cannot run it: it lacks JavaScript Promise Integration. " +
  "On a computer, Chrome and Edge have it from version 137 on, and Firefox from 153.";
const panels = new Map();

function addStyles() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("run-here.css", import.meta.url);
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => reject(new Error("run-here.css did not load"));
    document.head.append(link);
  });
}
let styled;

/** Open the panel of a piece of code, in its place; return what `button`, which opened it, says. */
export async function open(block, button) {
  if (!("Suspending" in WebAssembly)) return NO_JSPI;
  await (styled ??= addStyles());
  let panel = panels.get(block);
  if (!panel) panels.set(block, (panel = await Panel.load(block, button)));
  panel.show();
  return "Run it here";
}
