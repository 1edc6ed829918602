/**
 * Reads standard input to its end, piece by piece: a pipe may be empty for a while, which a synchronous read reports as
 * an error.
 */
export async function readStdin(): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
