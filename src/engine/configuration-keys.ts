/** Keys of each kind of map in klint.yaml, in the order the documentation has them. The names are those of the schema's `$defs`. */
export const KEYS = {
  root: ['$schema', 'root', 'extends', 'rules', 'overrides', 'ignores', 'requireReason', 'exclude', 'clusters'],
  setting: ['severity', 'options'],
  override: ['files', 'rules'],
  ignore: ['rule', 'paths', 'where', 'reason', 'expires'],
  where: ['component', 'cluster', 'pool', 'text'],
  cluster: ['files', 'kubernetesVersion'],
  namedCluster: ['name', 'files', 'kubernetesVersion'],
} as const
export type MapKind = keyof typeof KEYS

/** What people write who know another linter, where no known key is spelled like it. */
export const SYNONYMS: Readonly<Record<string, string>> = {
  preset: 'extends',
  presets: 'extends',
  plugins: 'extends',
  settings: 'options',
  level: 'severity',
  glob: 'files',
  globs: 'files',
  until: 'expires',
  expired_at: 'expires',
  statement: 'reason',
  version: 'kubernetesVersion',
}
