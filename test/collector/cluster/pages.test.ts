import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../src/collector/cluster/api-error.ts';
import { readPages } from '../../../src/collector/cluster/pages.ts';

/** A Get that answers from a script and remembers what it was asked. */
function scripted(...answers: (unknown | ApiError)[]) {
  const asked: string[] = [];
  const get = async (path: string) => {
    asked.push(path);
    const answer = answers.shift();
    if (answer instanceof ApiError) throw answer;
    return answer;
  };
  return { get, asked };
}

const page = (items: readonly unknown[], next?: string) => ({ metadata: next === undefined ? {} : { continue: next }, items });
const gone = () => new ApiError('410 Gone', { status: 410 });

describe('reading a list', () => {
  it('follows the continue token to the end', async () => {
    const { get, asked } = scripted(page(['a', 'b'], 'to+ken/1'), page([], 'token2'), page(['c']));
    expect(await readPages(get, '/roles', 2)).toEqual({ items: ['a', 'b', 'c'], failure: undefined });
    expect(asked).toEqual(['/roles?limit=2', '/roles?limit=2&continue=to%2Bken%2F1', '/roles?limit=2&continue=token2']);
  });

  it('asks for all at once where the chunk size is 0', async () => {
    const { get, asked } = scripted(page(['a']));
    await readPages(get, '/roles', 0);
    expect(asked).toEqual(['/roles']);
  });

  it('begins anew where the server has forgotten the rest, and forgets the first pages itself', async () => {
    const { get } = scripted(page(['a', 'gone since'], 'one'), gone(), page(['a', 'new'], 'two'), page(['z']));
    expect(await readPages(get, '/roles', 2)).toEqual({ items: ['a', 'new', 'z'], failure: undefined });
  });

  it('begins anew only once', async () => {
    const { get, asked } = scripted(page(['a'], 'one'), gone(), page(['a'], 'two'), gone());
    expect(await readPages(get, '/roles', 1)).toMatchObject({ items: ['a'], failure: { status: 410 } });
    expect(asked).toHaveLength(4);
  });

  it('keeps what it has read, and says that there is more, where a later page fails', async () => {
    const { get } = scripted(page(['a'], 'one'), new ApiError('503 Service Unavailable', { status: 503 }));
    expect(await readPages(get, '/roles', 1)).toMatchObject({ items: ['a'], failure: { status: 503 } });
  });

  it('takes null for an empty list, as Go writes it', async () => {
    expect(await readPages(scripted({ items: null }).get, '/roles', 1)).toEqual({ items: [], failure: undefined });
  });

  it.each([[{ kind: 'Status' }], [{ items: {} }], [[]], ['items'], [null], [7]])('takes %j for no list', async (answer) => {
    expect(await readPages(scripted(answer).get, '/roles', 1)).toMatchObject({ failure: { message: 'the answer is no list' } });
  });

  it('does not follow a token in circles', async () => {
    const { get, asked } = scripted(page(['a'], 'one'), page(['b'], 'one'), page(['c'], 'one'));
    expect(await readPages(get, '/roles', 1)).toMatchObject({ failure: { message: 'the list has no end' } });
    expect(asked).toHaveLength(2);
  });

  it('lets errors of the program itself through', async () => {
    const get = async () => {
      throw new TypeError('a bug');
    };
    await expect(readPages(get, '/roles', 1)).rejects.toThrow('a bug');
  });
});
