/* What a process writes goes to the page at once, piece by piece; of very much, the first part. */
const MOST = 200_000; // characters

/** Have Python write to the page. */
export function streams(python, tell) {
  let written = 0;
  const write = (name) => {
    const decoder = new TextDecoder();
    return (bytes) => {
      const text = decoder.decode(bytes, { stream: true });
      const before = written;
      written += text.length;
      if (before < MOST) tell(name, text);
      else if (before < MOST + text.length) tell("lost", 0);
      return bytes.length;
    };
  };
  python.setStdout({ write: write("stdout"), isatty: false });
  python.setStderr({ write: write("stderr"), isatty: false });
  python.setStdin({ error: true });
  return { end: () => written > MOST && tell("lost", written - MOST) };
}
