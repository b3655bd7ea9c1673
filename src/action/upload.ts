import { gzipSync } from 'node:zlib'
import type { Env } from '../cli/io.js'
import { UserError } from '../model/user-error.js'
import { visible } from '../reporters/safe-text.js'

// The one place of klint that uses the network, and only where the workflow says `upload-sarif: true`: it hands the SARIF file to code
// scanning of the repository the workflow runs in, at the address the runner names, with the token of the job.

/** What became of a file code scanning took. */
export type Uploaded =
  | { readonly state: 'complete' | 'pending' }
  | { readonly state: 'failed'; readonly errors: readonly string[] }

export interface Pace {
  /** Milliseconds before another try, where a server is not well. */
  readonly retry: readonly number[]
  /** Milliseconds before another look whether the file was taken in. */
  readonly look: readonly number[]
}
const PACE: Pace = { retry: [1000, 4000], look: [1000, 2000, 4000, 8000, 15000] }

/** Milliseconds one request may take. */
const PATIENCE = 30_000
/** Of code scanning, for the compressed file (github/docs sarif-limits.md). */
const LARGEST = 10 * 1024 * 1024

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * Uploads a SARIF file and waits a while for what becomes of it.
 * @throws UserError if it is not accepted
 */
export async function upload(sarif: string, token: string, env: Env, version: string, pace = PACE): Promise<Uploaded> {
  const { url, sha, ref } = target(env)
  if (token === '')
    throw new UserError('there is no token to upload the SARIF file with', 'leave the input `token` as it is')
  const packed = gzipSync(sarif)
  if (packed.length > LARGEST)
    throw new UserError(
      `the SARIF file is not uploaded: it has ${Math.ceil(packed.length / 1e6)} MB compressed, code scanning takes 10`,
      'check parts of the repository in steps of their own',
    )
  const send = requester(token, version, pace.retry)
  const body = { commit_sha: sha, ref, sarif: packed.toString('base64'), tool_name: 'klint' }
  const sent = await send('POST', `${url}/code-scanning/sarifs`, body)
  if (sent.status !== 202) throw refusal(sent, env)
  const { id } = sent.body
  if (typeof id !== 'string' || !/^[\w-]+$/.test(id)) return { state: 'pending' }
  for (const wait of pace.look) {
    await sleep(wait)
    const { status, body } = await send('GET', `${url}/code-scanning/sarifs/${id}`)
    if (status === 200 && body.processing_status === 'complete') return { state: 'complete' }
    if (status === 200 && body.processing_status === 'failed') return { state: 'failed', errors: strings(body.errors) }
  }
  return { state: 'pending' }
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(one => visible(String(one))) : [])

function target(env: Env): { url: string; sha: string; ref: string } {
  const {
    GITHUB_API_URL: api = '',
    GITHUB_REPOSITORY: repository = '',
    GITHUB_SHA: sha = '',
    GITHUB_REF: ref = '',
  } = env
  const given = { GITHUB_API_URL: api, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha, GITHUB_REF: ref }
  for (const [name, value] of Object.entries(given))
    if (value === '') throw new UserError(`the SARIF file is not uploaded: \`${name}\` is not set`)
  // the token travels with every request
  if (!/^https:\/\/|^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?:[:/]|$)/.test(api))
    throw new UserError('the SARIF file is not uploaded: `GITHUB_API_URL` does not begin with `https://`')
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new UserError(`the SARIF file is not uploaded: \`${visible(repository)}\` is no repository`)
  return { url: `${api.replace(/(?<!\/)\/+$/, '')}/repos/${repository}`, sha, ref }
}

type Send = (method: 'GET' | 'POST', url: string, body?: object) => Promise<Answer>

function requester(token: string, version: string, retry: readonly number[]): Send {
  const once: Send = async (method, url, body) => {
    const response = await fetch(url, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent': `klint/${version}`,
        'x-github-api-version': '2022-11-28',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: object(await response.text()) }
  }
  return async (method, url, body) => {
    for (const wait of retry) {
      try {
        const answer = await once(method, url, body)
        if (answer.status < 500 && answer.status !== 429) return answer
      } catch {
        // the last try says why
      }
      await sleep(wait)
    }
    try {
      return await once(method, url, body)
    } catch (error) {
      throw new UserError(`the SARIF file is not uploaded: ${visible(reason(error))}`)
    }
  }
}

function object(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** `fetch failed` says nothing; what it was caused by does. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}, ${error.cause.message}` : error.message
}

/** Code scanning says no: the token may not, or the repository has none. */
function refusal({ status, body }: Answer, env: Env): UserError {
  const said = typeof body.message === 'string' ? ` (${visible(body.message).slice(0, 300)})` : ''
  const may = status === 403 || status === 404
  return new UserError(
    `code scanning does not take the SARIF file: HTTP ${status}${said}`,
    may
      ? `the job needs \`permissions: security-events: write\`, and ${env.GITHUB_REPOSITORY} code scanning`
      : undefined,
  )
}

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
