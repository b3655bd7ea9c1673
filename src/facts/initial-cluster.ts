import type { Text } from '../model/text.js'

/** A member that `--initial-cluster` lists; one with several URLs is listed once for each. */
export interface Listed {
  readonly name: string
  readonly url: string
  readonly text: Text
}

/** Cut as etcd does (client/pkg/types/urlsmap.go, parse): names keep their blanks, URLs lose them. */
export function listedMembers(cluster: Text): Listed[] {
  const members: Listed[] = []
  for (const text of cluster.split(',')) {
    if (text.value === '') continue
    const equals = text.value.indexOf('=')
    const name = equals === -1 ? text.value : text.value.slice(0, equals)
    members.push({ name, url: equals === -1 ? '' : text.value.slice(equals + 1).trim(), text: text.trim() })
  }
  return members
}
