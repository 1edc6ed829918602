import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import { pipeline, Readable } from 'node:stream';

/** Bytes in a row. */
export interface ByteSource {
  /** Fills the buffer from its start and returns how many bytes came, 0 at the end. */
  read(into: Uint8Array): Promise<number>;
  close(): void;
}

/**
 * The bytes of a file, or of standard input for `-`, unpacked where they are gzipped (told by the magic bytes, not the name).
 * Reading throws where the file cannot be read or gzip data is broken.
 */
export async function openBytes(path: string): Promise<ByteSource> {
  if (path === '-') return openStream(process.stdin);
  const file = openSync(path, 'r');
  if (!fstatSync(file).isFile()) {
    closeSync(file);
    return openStream(createReadStream(path));
  }
  const magic = Buffer.alloc(2);
  readSync(file, magic, 0, magic.length, 0);
  // Reading a file takes no longer than handing the task to another thread.
  const plain: ByteSource = { read: async (into) => readSync(file, into), close: () => closeSync(file) };
  if (!isGzip(magic)) return plain;
  closeSync(file);
  return new StreamSource(gunzipped(createReadStream(path)));
}

async function openStream(stream: Readable): Promise<ByteSource> {
  const chunks = stream[Symbol.asyncIterator]();
  const seen: Buffer[] = [];
  let length = 0;
  // A pipe may give out its first bytes one by one.
  while (length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    seen.push(next.value);
    length += next.value.length;
  }
  const all = Readable.from(
    (async function* () {
      yield* seen;
      for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
    })(),
    { objectMode: false },
  );
  return new StreamSource(isGzip(Buffer.concat(seen)) ? gunzipped(all) : all);
}

class StreamSource implements ByteSource {
  private readonly stream: Readable;
  private readonly chunks: AsyncIterator<Uint8Array>;
  private rest: Uint8Array = new Uint8Array();

  constructor(stream: Readable) {
    this.stream = stream;
    this.chunks = stream[Symbol.asyncIterator]();
  }

  async read(into: Uint8Array): Promise<number> {
    while (this.rest.length === 0) {
      const next = await this.chunks.next();
      if (next.done) return 0;
      this.rest = next.value;
    }
    const length = Math.min(this.rest.length, into.length);
    into.set(this.rest.subarray(0, length));
    this.rest = this.rest.subarray(length);
    return length;
  }

  close(): void {
    this.stream.destroy();
  }
}

function gunzipped(stream: Readable): Readable {
  const { createGunzip } = process.getBuiltinModule('node:zlib');
  // What goes wrong on the way is thrown at the end of it.
  return pipeline(stream, createGunzip({ chunkSize: 256 * 1024 }), () => undefined);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
