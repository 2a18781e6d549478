/* What a process writes goes to the page at once, piece by piece; of very much, the first part. */
const MOST = 200_000; // characters

/** Have Python write to the page. */
export function streams(python, tell) {
  let written = 0;
  const write = (name) => {
    const decoder = new TextDecoder();
    return (bytes) => {
      const text = decoder.decode(bytes, { stream: true });
      const room = MOST - written; // none, or less, when all that may be shown has been
      written += text.length;
      if (room > 0) tell(name, text.slice(0, room));
      if (room >= 0 && text.length > room) tell("lost", 0);
      return bytes.length;
    };
  };
  python.setStdout({ write: write("stdout"), isatty: false });
  python.setStderr({ write: write("stderr"), isatty: false });
  python.setStdin({ error: true });
  return { end: () => written > MOST && tell("lost", written - MOST) };
}
