import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { holdsAt, type Validation } from '../../src/facts/start-up/validation.js'
import type { ComponentKind } from '../../src/model/fragment.js'
import type { Rule } from '../../src/model/rule.js'
import { parseVersion } from '../../src/model/version.js'
import { judge } from './judge.js'
import { takes } from './row-cases.js'
import { apply } from './rule-test.js'

/** What a component is started with. A list is flags, a text the configuration file without its head. */
export type Given =
  | readonly string[]
  | string
  | {
      readonly flags?: readonly string[]
      readonly config?: string
      /** Text of a file of `--config-dir`, without its head. */
      readonly dropIn?: string
      readonly environment?: Readonly<Record<string, string>>
      /** Further files, by path on the host. */
      readonly files?: Readonly<Record<string, string>>
      /** A static pod starts it, with this image; a unit if there is none. */
      readonly image?: string
    }

export interface RowCase {
  /** Version of the component; the newest that is meant where nothing is said. */
  readonly version?: string
  readonly bad: Given
  /** The characters the finding is placed on, each of them once in the files; of several findings all, in their order. */
  readonly at: string | readonly string[]
  /** Words that stand in the message besides. */
  readonly says?: string
  /** Much like the bad one, and fine. */
  readonly good: Given | readonly [Given, ...Given[]][]
  /** Much like the bad one, and nobody knows. */
  readonly unsure?: readonly Given[]
  /** Versions at which the bad one is fine. */
  readonly fineIn?: readonly string[]
  /** A name is at fault, whatever a template prints behind it. */
  readonly byName?: true
}

const NEWEST: Readonly<Partial<Record<ComponentKind, string>>> = { etcd: '3.6.16', 'cluster-autoscaler': '1.36.1' }

const HEADS: Readonly<
  Partial<Record<ComponentKind, { readonly flag: string; readonly path: string; readonly head: string }>>
> = {
  kubelet: {
    flag: 'config',
    path: '/var/lib/kubelet/config.yaml',
    head: 'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n',
  },
  'kube-proxy': {
    flag: 'config',
    path: '/var/lib/kube-proxy/config.conf',
    head: 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n',
  },
  'kube-scheduler': {
    flag: 'config',
    path: '/etc/kubernetes/scheduler.yaml',
    head: 'apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n',
  },
  etcd: { flag: 'config-file', path: '/etc/etcd/etcd.conf.yml', head: '' },
}

/** Files as somebody keeps them: a root file system with a unit that starts the component. */
export function hostOf(kind: ComponentKind, given: Given): ReadonlyMap<string, string> {
  const all = typeof given === 'string' ? { config: given } : Array.isArray(given) ? { flags: given } : given
  const {
    flags = [],
    config,
    dropIn,
    environment = {},
    files = {},
    image = kind === 'cluster-autoscaler' ? AUTOSCALER : undefined,
  } = all as Exclude<Given, string | readonly string[]>
  const words = [...flags]
  const found = new Map<string, string>()
  const own = HEADS[kind]
  if (config !== undefined && own !== undefined) {
    words.unshift(`--${own.flag}=${own.path}`)
    found.set(`rootfs${own.path}`, own.head + config)
  }
  if (dropIn !== undefined && own !== undefined) {
    words.unshift('--config-dir=/etc/kubernetes/kubelet.conf.d')
    found.set('rootfs/etc/kubernetes/kubelet.conf.d/10-own.conf', own.head + dropIn)
  }
  for (const [path, source] of Object.entries(files)) found.set(`rootfs${path}`, source)
  if (image !== undefined) {
    const pod = `{name: ${kind}, image: '${image}', command: [${[kind, ...words].map(word => `'${word}'`).join(', ')}]}`
    const head = `apiVersion: v1\nkind: Pod\nmetadata: {name: ${kind}, namespace: kube-system}\n`
    found.set(`rootfs/etc/kubernetes/manifests/${kind}.yaml`, `${head}spec:\n  containers:\n  - ${pod}\n`)
    return found
  }
  const variables = Object.entries(environment).map(([name, value]) => `Environment="${name}=${value}"\n`)
  const command = [`/usr/bin/${kind}`, ...words].map(word => (/[\s"]/.test(word) ? `'${word}'` : word)).join(' \\\n  ')
  found.set(`rootfs/etc/systemd/system/${kind}.service`, `[Service]\n${variables.join('')}ExecStart=${command}\n`)
  return found
}

/**
 * Every row of a table: what it must refuse, at its place, what is fine although it looks alike, and versions without the check. The
 * whole rule runs, so a case that breaks two rows fails.
 */
export function startUpTest<K extends ComponentKind>(
  rule: Rule<K>,
  rows: readonly Validation<K>[],
  cases: Readonly<Record<string, RowCase | readonly RowCase[]>>,
): void {
  if (takes(rule.checks, Object.entries(cases).flatMap(givenIn))) return
  const test = suite(rule.id)
  const kind = rule.checks

  test('every row has a case, and every case a row', () => {
    const ids = rows.map(({ id }) => id)
    assert.equal(
      ids.filter(id => cases[id] === undefined),
      [],
      'rows without a case',
    )
    assert.equal(
      Object.keys(cases).filter(id => !ids.includes(id)),
      [],
      'cases without a row',
    )
    assert.equal(new Set(ids).size, ids.length, 'an id stands twice')
  })

  test('columns of versions parse', () => {
    for (const { versions } of rows) assert.type(holdsAt(versions, parseVersion('1.34')!.max), 'boolean')
  })

  const look = (given: Given, version: string) =>
    judge(rule, installed(kind, version, hostOf(kind, given)), { kubernetesVersion: version })

  for (const [id, given] of Object.entries(cases))
    for (const [
      i,
      { version = NEWEST[kind] ?? '1.37', bad, at, says = '', good, unsure = [], fineIn = [], byName },
    ] of [given].flat().entries()) {
      const name = i === 0 ? id : `${id} (${i + 1})`
      test(name, async () => {
        const { findings } = await look(bad, version)
        assert.equal(
          findings.map(({ message, at: { doc, start, end } }) => [message, doc.source.slice(start, end)]),
          [at].flat().map(text => [id, text]),
        )
        for (const { what, help, why } of findings) {
          assert.ok(what.includes(says), what)
          for (const text of [what, help, why]) assert.not.match(text, /\{\w+\}|undefined/)
        }
      })
      test(`${name}: a fix mends it`, async () => {
        const { findings } = await look(bad, version)
        const edits = findings.flatMap(({ fix }) => fix?.edits ?? [])
        if (edits.length === 0) return
        assert.ok(rule.fix !== undefined, 'the rule says it has no fix')
        const mended = await judge(rule, apply(hostOf(kind, bad), edits), { kubernetesVersion: version })
        assert.equal([mended.broken, mended.findings.map(({ what }) => what)], [[], []])
      })
      const fine = (Array.isArray(good) && good.every(Array.isArray) ? good.flat() : [good]) as Given[]
      for (const [j, one] of fine.entries())
        test(`${name}: what is fine (${j + 1})`, async () => {
          const { findings, counted } = await look(one, version)
          assert.equal(
            findings.map(({ what }) => what),
            [],
          )
          assert.not.ok(counted, 'the rule could not tell')
        })
      for (const [j, one] of unsure.entries())
        test(`${name}: what nobody knows (${j + 1})`, async () => {
          const { findings, counted } = await look(one, version)
          assert.equal(
            findings.map(({ what }) => what),
            [],
          )
          assert.ok(counted, 'the summary does not count it')
        })
      for (const other of fineIn)
        test(`${name}: fine in ${other}`, async () => {
          const { findings } = await look(bad, other)
          assert.equal(
            findings.filter(({ message }) => message === id).map(({ what }) => what),
            [],
          )
        })
      if (byName) continue
      test(`${name}: nobody knows what a template prints`, async () => {
        const holes = [...hostOf(kind, bad)].map(([path, source]) => [path, withHoles(source, [at].flat())] as const)
        const files = installed(kind, version, new Map(holes))
        const { findings } = await judge(rule, files, { kubernetesVersion: version })
        assert.equal(
          findings.filter(({ message }) => message === id).map(({ what }) => what),
          [],
        )
      })
    }
  test.run()
}

const AUTOSCALER = 'registry.k8s.io/autoscaling/cluster-autoscaler'

/** etcd has releases of its own: a script that fetches one says which it is, with its patch. The autoscaler's stands in its image. */
export function installed(
  kind: ComponentKind,
  version: string,
  files: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  if (kind === 'cluster-autoscaler')
    return new Map(
      [...files].map(([path, text]) => [path, text.replace(`${AUTOSCALER}'`, `${AUTOSCALER}:v${version}'`)]),
    )
  if (kind !== 'etcd') return files
  const fetch = `curl -L https://github.com/etcd-io/etcd/releases/download/v${version}/etcd-linux-amd64.tar.gz`
  return new Map([...files, ['rootfs/etc/systemd/system/install.sh', `#!/bin/sh\n${fetch} | tar xz\n`]])
}

const givenIn = ([row, given]: readonly [string, RowCase | readonly RowCase[]]) =>
  [given].flat().flatMap(({ bad, good }) => {
    const fine = (Array.isArray(good) && good.every(Array.isArray) ? good.flat() : [good]) as Given[]
    return [bad, ...fine].map(one => ({ row, given: one }))
  })

/** What is at fault comes from a template: the value behind the name, or all of it. */
const withHoles = (source: string, places: readonly string[]): string =>
  places.reduce((text, place) => text.replace(place, place.replace(/^([^=:]*[=:]\s*)?.+$/s, '$1{{ .Value }}')), source)
