import { plain } from '../report/plain.ts';

/** One line on a terminal that says what is being read and goes away at the end. Nothing where nobody watches. */
export interface Progress {
  show(message: string): void;
  end(): void;
}

/** Progress on a stream, silent in pipes, in CI and where the user wants quiet. */
export function progressOn(stream: NodeJS.WriteStream, quiet: boolean, env: NodeJS.ProcessEnv): Progress {
  if (quiet || !stream.isTTY || env.CI) return { show() {}, end() {} };
  const rewrite = (text: string) => {
    stream.cursorTo(0);
    stream.clearLine(0);
    stream.write(text);
  };
  return {
    show: (message) => rewrite(plain(message).slice(0, (stream.columns || 80) - 1)),
    end: () => rewrite(''),
  };
}
