import { parentPort, workerData } from 'node:worker_threads';
import { Ledger } from './ledger.ts';
import { readPiece } from './piece.ts';
import type { Answer, Task } from './threads.ts';

/** A thread that reads pieces of audit logs into a ledger of its own. */
const ledger = new Ledger(workerData);

parentPort?.on('message', ({ piece }: Task) => {
  if (!piece) {
    answer({ ledger: ledger.data() });
    return;
  }
  const { buffer } = piece.bytes;
  answer({ report: readPiece(piece, ledger), buffer }, buffer);
});

function answer(value: Answer, buffer?: ArrayBufferLike): void {
  parentPort?.postMessage(value, buffer instanceof ArrayBuffer ? [buffer] : []);
}
