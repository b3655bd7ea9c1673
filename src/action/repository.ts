import type { Env } from '../cli/io.js'

/** `https://github.com/owner/name`, from a server and a `owner/name`; undefined for what is not such. */
function repositoryUrl(server: string | undefined, name: string | undefined): string | undefined {
  if (server === undefined || !/^https?:\/\/[\w.:-]+$/.test(server)) return undefined
  return name !== undefined && /^[\w.-]+\/[\w.-]+$/.test(name) ? `${server}/${name}` : undefined
}

/** Where a line of the checkout is shown; undefined where it cannot be told. */
export function lineLink(env: Env): (path: string, line: number) => string | undefined {
  const url = repositoryUrl(env.GITHUB_SERVER_URL, env.GITHUB_REPOSITORY)
  const sha = env.GITHUB_SHA ?? ''
  return (path, line) => {
    if (url === undefined || !/^[0-9a-f]{40,64}$/.test(sha) || /^(?:\/|\.\.(?:\/|$))/.test(path)) return undefined
    return `${url}/blob/${sha}/${encoded(path)}#L${line}`
  }
}

/** The pages of rules as they are at the tag the workflow uses; undefined for an Action that is part of the checkout. */
export function pagesUrl(env: Env): string | undefined {
  const url = repositoryUrl(env.GITHUB_SERVER_URL, env.GITHUB_ACTION_REPOSITORY)
  const ref = env.GITHUB_ACTION_REF ?? ''
  return url !== undefined && /^[\w./-]+$/.test(ref) ? `${url}/blob/${ref}` : undefined
}

/** Percent-encoded, parentheses as well: they end a link of Markdown. A lone surrogate stands for a byte that was no UTF-8. */
const encoded = (path: string): string =>
  path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(part =>
      encodeURIComponent(part).replace(/[()'!*]/g, found => `%${found.charCodeAt(0).toString(16).toUpperCase()}`),
    )
    .join('/')
