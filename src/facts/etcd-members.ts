import type { Component } from '../model/component.js'

type Etcd = Component<'etcd'>

/** Members of one etcd: they list a member in common, or carry one token that is not the default one. An etcd that is alone is in none. */
export function etcdClusters(etcds: readonly Etcd[]): readonly (readonly Etcd[])[] {
  const groups: Etcd[][] = []
  const byKey = new Map<string, Etcd[]>()
  const joined = new Set(etcds.map(listedBy).flatMap(listed => (listed.length > 1 ? listed : [])))
  for (const etcd of etcds) {
    const keys = keysOf(etcd, joined)
    let mine = keys.map(key => byKey.get(key)).find(group => group !== undefined)
    if (mine === undefined) {
      mine = []
      groups.push(mine)
    }
    mine.push(etcd)
    for (const key of keys) if (!byKey.has(key)) byKey.set(key, mine)
  }
  return groups.filter(group => group.length > 1)
}

function keysOf(etcd: Etcd, joined: ReadonlySet<string>): readonly string[] {
  const listed = listedBy(etcd)
  // The first member of a cluster that grew lists itself alone: it is the one that the others list with themselves.
  if (listed.length > 1 || listed.some(one => joined.has(one))) return listed.filter(one => !LOCAL.test(one))
  const token = etcd.get('initial-cluster-token')
  return token?.state === 'set' && token.value !== undefined && token.value !== 'etcd-cluster' ? [token.value] : []
}

function listedBy(etcd: Etcd): readonly string[] {
  const initial = etcd.get('initial-cluster')
  return initial?.state === 'set' ? (initial.value ?? '').split(',').map(one => one.trim()) : []
}

const LOCAL = /\/\/(?:127\.|localhost|\[::1\])/
