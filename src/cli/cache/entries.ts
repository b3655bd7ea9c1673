import { createHmac, timingSafeEqual } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, statSync, unlinkSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import type { Cache } from './folder.js'
import { isEntry } from './folder.js'
import { putFile } from './put.js'

/** What a run said, in its order, and what it ended with. */
export interface Entry {
  readonly code: 0 | 1 | 3
  readonly said: readonly Said[]
}
/** A text, and where it went: standard output, standard error or a file. */
export type Said =
  | { readonly to: 'out' | 'err'; readonly text: string }
  | { readonly to: 'file'; readonly path: string; readonly text: string }

/** Characters; longer reports are not kept. */
const LARGEST = 32 * 1024 * 1024
/** Entries; what was not asked for longest goes first. */
const MOST = 32

const signed = (key: string, body: string, { secret }: Cache): Buffer =>
  createHmac('sha256', secret).update(`${key}\n`).update(body).digest()

/** The outcome kept under a key; undefined if there is none, or what is there was not written by klint for this key. */
export function readEntry(cache: Cache, key: string): Entry | undefined {
  const path = join(cache.path, `${key}.entry`)
  try {
    const stat = lstatSync(path)
    if (!stat.isFile() || stat.size > 4 * LARGEST) return undefined
    const text = readFileSync(path, 'utf8')
    const end = text.indexOf('\n')
    const body = text.slice(end + 1)
    const given = Buffer.from(text.slice(0, Math.max(0, end)), 'hex')
    const expected = signed(key, body, cache)
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
    const entry = entryIn(JSON.parse(body))
    const now = new Date()
    if (entry !== undefined) utimesSync(path, now, now)
    return entry
  } catch {
    return undefined
  }
}

/** Whether it was kept. */
export function writeEntry(cache: Cache, key: string, entry: Entry): boolean {
  const body = JSON.stringify(entry)
  if (body.length > LARGEST) return false
  try {
    putFile(join(cache.path, `${key}.entry`), `${signed(key, body, cache).toString('hex')}\n${body}`)
    prune(cache)
    return true
  } catch {
    return false // a full disk, a run beside this one: the next run tries again
  }
}

function prune({ path }: Cache): void {
  const entries = readdirSync(path).filter(isEntry)
  if (entries.length <= MOST) return
  const byAge = entries
    .map(name => ({ name, used: statSync(join(path, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => a.used - b.used)
  for (const { name } of byAge.slice(0, entries.length - MOST)) {
    try {
      unlinkSync(join(path, name))
    } catch {
      // a run beside this one did it
    }
  }
}

function entryIn(value: unknown): Entry | undefined {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('said' in value)) return undefined
  const { code, said } = value
  if ((code !== 0 && code !== 1 && code !== 3) || !Array.isArray(said)) return undefined
  const all = said.flatMap((one: unknown): Said[] => saidIn(one))
  return all.length === said.length ? { code, said: all } : undefined
}

function saidIn(value: unknown): Said[] {
  if (typeof value !== 'object' || value === null || !('to' in value) || !('text' in value)) return []
  const { to, text } = value
  if (typeof text !== 'string') return []
  if (to === 'out' || to === 'err') return [{ to, text }]
  return to === 'file' && 'path' in value && typeof value.path === 'string' ? [{ to, path: value.path, text }] : []
}
