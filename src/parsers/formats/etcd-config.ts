import type { Document } from '../../model/document.js'
import { entry, type Tree } from '../../model/tree.js'
import { parsed, type TreeFormat } from '../format.js'
import { belonging } from './belonging.js'

// Keys of etcd-io/etcd etcd.conf.yml.sample that no other tool's file has at its top.
const KEYS: readonly string[] = [
  'data-dir',
  'wal-dir',
  'listen-client-urls',
  'listen-peer-urls',
  'advertise-client-urls',
  'initial-advertise-peer-urls',
  'initial-cluster',
  'initial-cluster-state',
  'initial-cluster-token',
  'heartbeat-interval',
  'election-timeout',
  'quota-backend-bytes',
  'client-transport-security',
  'peer-transport-security',
  'snapshot-count',
]

/** The name of upstream's sample, which most keep. */
const NAMED = /(?:^|\/)etcd\.conf\.ya?ml(?:\.(?:j2|jinja2?|tmpl|tpl|tftpl|erb|template|in))?$/

/** etcd's `--config-file`: it has no apiVersion, three of its keys must do, or its name and one of them. */
export const etcdConfig: TreeFormat = {
  name: 'etcd-config',
  wants: looksLikeEtcd,
  read: (tree, { doc }) =>
    parsed([{ kind: 'config', ...belonging(doc, tree.at), component: 'etcd', layer: 'file', tree }]),
}

function looksLikeEtcd(tree: Tree, { path, uri }: Document): boolean {
  if (tree.kind !== 'map' || entry(tree, 'kind') !== undefined) return false
  return KEYS.filter(key => entry(tree, key) !== undefined).length >= (NAMED.test(path ?? uri) ? 1 : 3)
}
