import { parseTimestamp } from '../model/timestamp.js'

/**
 * Milliseconds between when the autoscaler wrote its status and the newest that is known of the cluster; it writes every 10 seconds
 * (`--scan-interval`). Undefined where one of them is not known.
 */
export function statusAge(time: string | undefined, now: number | undefined): number | undefined {
  const written = parseTimestamp(time ?? '')
  return written === undefined || now === undefined ? undefined : now - written
}

/** Nobody writes it any more. */
export const isStale = (time: string | undefined, now: number | undefined, limit: number): boolean =>
  (statusAge(time, now) ?? 0) > limit
