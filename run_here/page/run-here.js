/* Opens a place to run a program below its code. pages.js loads this on the first click. */
const NO_JSPI =
  "This browser cannot run it: it lacks JavaScript Promise Integration. " +
  "On a computer, Chrome and Edge have it from version 137 on, and Firefox from 153. " +
  "Below is a run that was recorded.";
const loading = new Map(); // what was asked for → its promise

/** Return the promise of something that is loaded once; what has failed is loaded again. */
function once(what, load) {
  if (!loading.has(what)) {
    const promise = load();
    promise.catch(() => loading.delete(what));
    loading.set(what, promise);
  }
  return loading.get(what);
}

function addStyles() {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL("run-here.css", import.meta.url);
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = () => {
      link.remove();
      reject(new Error("run-here.css did not load"));
    };
    document.head.append(link);
  });
}

/** Open the panel of a piece of code, in its place; return what `button`, which opened it, says. */
export async function open(block, button) {
  const name = [...block.classList].find((one) => one.startsWith("program-")).slice(8);
  await once("styles", addStyles);
  if (!("Suspending" in WebAssembly)) {
    const { showRecorded } = await import("./recorded.js");
    await once(block, () => showRecorded(name, button));
    return NO_JSPI;
  }
  const { Panel } = await import("./panel.js");
  const panel = await once(block, () => Panel.load(name, block, button));
  panel.show();
  return "Run it here";
}
