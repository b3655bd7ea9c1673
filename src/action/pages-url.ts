import type { Env } from '../cli/io.js'

/** The pages of rules as they are at the tag the workflow uses; undefined for an Action that is part of the checkout. */
export function pagesUrl({
  GITHUB_SERVER_URL: server = '',
  GITHUB_ACTION_REPOSITORY: repository = '',
  GITHUB_ACTION_REF: ref = '',
}: Env): string | undefined {
  if (!/^https?:\/\/[\w.:-]+$/.test(server) || !/^[\w.-]+\/[\w.-]+$/.test(repository)) return undefined
  return /^[\w./-]+$/.test(ref) ? `${server}/${repository}/blob/${ref}` : undefined
}
