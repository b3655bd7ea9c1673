import { UserError } from '../model/user-error.js'
import type { Env } from './io.js'

/** The day it is, `YYYY-MM-DD` in UTC; SOURCE_DATE_EPOCH (seconds, reproducible-builds.org) stands for the clock. */
export function today({ SOURCE_DATE_EPOCH: epoch = '' }: Env): string {
  if (epoch === '') return new Date().toISOString().slice(0, 10)
  if (!/^\d{1,11}$/.test(epoch))
    throw new UserError(`SOURCE_DATE_EPOCH is \`${epoch}\`, which is no number of seconds`, 'set it right, or unset it')
  return new Date(Number(epoch) * 1000).toISOString().slice(0, 10)
}
