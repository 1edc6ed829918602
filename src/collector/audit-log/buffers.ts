/** A piece is about so long: enough for a thread to be busy for a while, little enough that all pieces under way fit into memory. */
const size = 256 * 1024;

/** Buffers for pieces, used again and again: new ones take longer to get than to fill. */
export class Buffers {
  private readonly free: Buffer[] = [];

  /** A buffer of the usual size, or of twice what it has to hold at once. */
  take(atLeast = 0): Buffer {
    return atLeast > size / 2 ? Buffer.allocUnsafeSlow(atLeast * 2) : (this.free.pop() ?? Buffer.allocUnsafeSlow(size));
  }

  give(buffer: ArrayBufferLike): void {
    if (buffer.byteLength === size) this.free.push(Buffer.from(buffer));
  }
}
