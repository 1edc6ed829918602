import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Buffers } from './buffers.ts';
import type { Ledger, LedgerData, Window } from './ledger.ts';
import { type Piece, type PieceReport, readPiece } from './piece.ts';

/** Before a thread is of any use, this one has read so many bytes. */
const worthThreads = 8 * 1024 * 1024;
const mostThreads = 7;
/** The share of the time in which a program that has a processor to itself is at work. */
const busyShare = 0.9;
/** Nearly all that a thread makes is of use for a moment only. */
const youngMegabytes = 8;
/** So many pieces wait for a thread, so that it never waits for the next one. */
const mostWaiting = 6;
/** So many pieces may be read before the one that is next in order, whose thread may be waiting for the processor. */
const mostAhead = 400;

/** What a thread is asked: to read a piece, or, with none, for all that it has entered. */
export interface Task {
  piece: Piece | undefined;
}

/** `buffer` is the piece's own, which goes back. */
export type Answer = { report: PieceReport; buffer: ArrayBufferLike } | { ledger: LedgerData };

/** Reads pieces on this thread and, where there are many, on as many more as the machine has cores for. */
export class Threads {
  private readonly window: Window;
  private readonly ledger: Ledger;
  private readonly buffers: Buffers;
  private readonly threads: Thread[] = [];
  private readonly began = { time: performance.now(), usage: process.cpuUsage() };
  private bytes = 0;

  /** What is read on this thread goes into the ledger at once, what others read when `finish` is called. */
  constructor(window: Window, ledger: Ledger, buffers: Buffers) {
    this.window = window;
    this.ledger = ledger;
    this.buffers = buffers;
  }

  /** Reads all pieces and gives their reports in the same order. */
  async *reports(pieces: AsyncIterable<Piece>): AsyncGenerator<PieceReport> {
    const underWay: Promise<PieceReport>[] = [];
    for await (const piece of pieces) {
      underWay.push(this.read(piece));
      // Without a pause the answers of other threads would not be heard.
      if (this.threads.length > 0) await setImmediate();
      while (underWay.length > (this.threads.length === 0 ? 0 : mostAhead)) {
        const report = await underWay.shift();
        if (report) yield report;
      }
    }
    for (const report of underWay) yield await report;
  }

  private async read(piece: Piece): Promise<PieceReport> {
    this.bytes += piece.bytes.length;
    if (this.bytes > worthThreads && this.threads.length === 0 && this.isBusy()) this.start();
    const free = this.threads.find((thread) => thread.waiting < mostWaiting);
    const { report, buffer } = free ? await free.read(piece) : { report: readPiece(piece, this.ledger), buffer: piece.bytes.buffer };
    this.buffers.give(buffer);
    return report;
  }

  /** True if the processor is what the reading waits for: not the input, and not other programs, which more threads would only hinder. */
  private isBusy(): boolean {
    const { user, system } = process.cpuUsage(this.began.usage);
    return (user + system) / 1_000 > busyShare * (performance.now() - this.began.time);
  }

  private start(): void {
    const count = Math.min(availableParallelism() - 1, mostThreads);
    for (let i = 0; i < count; i++) this.threads.push(new Thread(this.window));
  }

  /** Brings together what all threads have entered. */
  async finish(): Promise<void> {
    for (const data of await Promise.all(this.threads.map((thread) => thread.ledger()))) this.ledger.merge(data);
  }

  async stop(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.stop()));
  }
}

/** One worker, which answers in the order in which it is asked. */
class Thread {
  private readonly worker: Worker;
  private readonly questions: { resolve(answer: Answer): void; reject(error: unknown): void }[] = [];

  constructor(window: Window) {
    this.worker = new Worker(workerFile(), { workerData: window, resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } });
    this.worker.on('message', (answer: Answer) => this.questions.shift()?.resolve(answer));
    this.worker.on('error', (error) => {
      for (const { reject } of this.questions.splice(0)) reject(error);
    });
  }

  get waiting(): number {
    return this.questions.length;
  }

  async read(piece: Piece): Promise<{ report: PieceReport; buffer: ArrayBufferLike }> {
    const answer = await this.ask({ piece }, piece.bytes.buffer);
    if ('report' in answer) return answer;
    throw new Error('internal error: a thread answered another question');
  }

  async ledger(): Promise<LedgerData> {
    const answer = await this.ask({ piece: undefined });
    if ('ledger' in answer) return answer.ledger;
    throw new Error('internal error: a thread answered another question');
  }

  private ask(task: Task, buffer?: ArrayBufferLike): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.questions.push({ resolve, reject });
      this.worker.postMessage(task, buffer instanceof ArrayBuffer ? [buffer] : []);
    });
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

/** The thread's own file: a source beside this one, or a chunk of the bundle, which may be one folder up. */
function workerFile(): URL {
  const names = ['worker.ts', 'audit-log-worker.js', '../audit-log-worker.js'];
  const files = names.map((name) => new URL(name, import.meta.url));
  const found = files.find((file) => existsSync(file));
  if (!found) throw new Error('internal error: the file of the audit log threads is missing');
  return found;
}
