/** The day it is in UTC, as 2026-12-31; or that of SOURCE_DATE_EPOCH, so that a run can be repeated. */
export function today(env: NodeJS.ProcessEnv): string {
  const epoch = Number(env.SOURCE_DATE_EPOCH || Number.NaN);
  const time = Number.isSafeInteger(epoch) ? epoch * 1000 : Date.now();
  return new Date(time).toISOString().slice(0, 10);
}
