import { readFileSync } from 'node:fs'
import type { Env } from '../cli/io.js'

/**
 * Whether the job cannot have a token that writes, whatever the workflow says: GitHub gives none to pull requests from forks and from
 * Dependabot.
 */
export function isReadOnly(env: Env): boolean {
  if (env.GITHUB_ACTOR === 'dependabot[bot]') return true
  const head = at(event(env), 'pull_request', 'head', 'repo', 'full_name')
  return typeof head === 'string' && head !== env.GITHUB_REPOSITORY
}

function event(env: Env): unknown {
  try {
    return JSON.parse(readFileSync(env.GITHUB_EVENT_PATH ?? '', 'utf8'))
  } catch {
    return undefined
  }
}

const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined,
    value,
  )
