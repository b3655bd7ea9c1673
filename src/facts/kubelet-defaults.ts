import { before, type Version } from '../model/version.js'

/*
 * Built-in hard eviction thresholds of a kubelet on Linux.
 * Up to 1.8: the default of --eviction-hard (cmd/kubelet/app/options, pkg/apis/componentconfig/v1alpha1/defaults.go).
 * 1.9 and on: DefaultEvictionHard in pkg/kubelet/apis/config/v1beta1/defaults.go, later pkg/kubelet/eviction/defaults_linux.go;
 * imagefs.inodesFree joined it in 1.30.
 */
const ROWS: readonly (readonly [since: string, signal: string, value: string])[] = [
  ['1.4', 'memory.available', '100Mi'],
  ['1.7', 'nodefs.available', '10%'],
  ['1.7', 'nodefs.inodesFree', '5%'],
  ['1.9', 'imagefs.available', '15%'],
  ['1.30', 'imagefs.inodesFree', '5%'],
]

/**
 * The thresholds a kubelet fills in where nothing sets `evictionHard`, as text; empty up to 1.3. From 1.26 on they count
 * only while a `--config` file is loaded (`builtInEvictionNeedsConfig`).
 */
export function evictionHardDefaults(version: Version): ReadonlyMap<string, string> {
  return new Map(ROWS.filter(([since]) => !before(version, since)).map(([, signal, value]) => [signal, value]))
}

/** What kops writes for who says nothing (facts/platforms/kops.ts): a running kubelet does not tell whose it is. */
const OF_KOPS: ReadonlyMap<string, string> = new Map([
  ['memory.available', '100Mi'],
  ['nodefs.available', '10%'],
  ['nodefs.inodesFree', '5%'],
  ['imagefs.available', '10%'],
  ['imagefs.inodesFree', '5%'],
])

/** Maps that a kubelet runs with though nobody chose them. */
export const unchosenEvictionHard = (version: Version): readonly ReadonlyMap<string, string>[] => [
  evictionHardDefaults(version),
  OF_KOPS,
]

/** cmd/kubelet/app/server.go loadConfigFile, kubernetes#110263: without a file there are no hard thresholds at all. */
export const builtInEvictionNeedsConfig = (version: Version): boolean => !before(version, '1.26')

/**
 * What a kubelet without `--config` starts from instead of the field's default (cmd/kubelet/app/options/options.go,
 * applyLegacyDefaults, 1.10 and on).
 */
export const LEGACY_DEFAULTS: Readonly<Record<string, string>> = {
  'authentication.anonymous.enabled': 'true',
  'authentication.webhook.enabled': 'false',
  'authorization.mode': 'AlwaysAllow',
  readOnlyPort: '10255',
}
