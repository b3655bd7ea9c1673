import { normaliseFlag } from '../../src/facts/flags.js'
import type { ComponentKind } from '../../src/model/fragment.js'
import type { Case } from './case.js'
import type { Subject } from './subjects.js'
import { yamlFile } from './yaml-file.js'

/** A machine on which a component is started: the same for klint, which reads its files, and for the component. */
export interface Machine {
  readonly argv: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** By path on the machine. */
  readonly files: ReadonlyMap<string, string>
}

export function machineOf(subject: Subject, { pieces, flagsOnly = false }: Case): Machine {
  const { component, file, dropIns, instead = [] } = subject
  const own = pieces.flatMap(({ argv }) => argv ?? [])
  const named = new Set(own.map(word => nameOf(component, word)))
  const files = new Map(Object.entries(subject.files))
  const needed = [...subject.flags, ...(flagsOnly ? instead : [])].filter(word => !named.has(nameOf(component, word)))

  const fields = pieces.flatMap(({ fields = [] }) => fields)
  const texts = pieces.flatMap(({ text }) => text ?? [])
  if (file !== undefined && !flagsOnly && (file.always || fields.length > 0 || texts.length > 0)) {
    if (!named.has(file.flag)) needed.unshift(`--${file.flag}=${file.path}`)
    files.set(file.path, yamlFile(file.head, file.fields, texts.join('\n'), fields))
  }
  const dropped = pieces.flatMap(({ dropIn, dropInText }) =>
    dropIn === undefined && dropInText === undefined ? [] : [{ fields: dropIn ?? [], text: dropInText ?? '' }],
  )
  if (dropIns !== undefined && dropped.length > 0) {
    if (!named.has(dropIns.flag)) needed.unshift(`--${dropIns.flag}=${dropIns.folder}`)
    for (const [i, { fields, text }] of dropped.entries())
      files.set(`${dropIns.folder}/${10 + i}-own.conf`, yamlFile(dropIns.head, [], text, fields))
  }
  for (const piece of pieces) for (const [path, source] of Object.entries(piece.files ?? {})) files.set(path, source)
  return {
    argv: [...needed, ...own],
    environment: Object.assign({}, ...pieces.map(({ environment }) => environment ?? {})),
    files,
  }
}

/** The flag a word sets; undefined for a word that is none. */
function nameOf(component: ComponentKind, word: string): string | undefined {
  const name = /^--?([^=]+)/.exec(word)?.[1]
  return name === undefined ? undefined : normaliseFlag(component, name)
}

/** What klint reads: the root of the machine, with a unit for the kubelet and a static pod for every other component. */
export function filesFor({ component }: Subject, version: string, machine: Machine): ReadonlyMap<string, string> {
  const files = new Map([...machine.files].map(([path, source]) => [`rootfs${path}`, source]))
  if (component === 'kubelet') files.set('rootfs/etc/systemd/system/kubelet.service', unit(machine))
  else files.set(`rootfs/etc/kubernetes/manifests/${component}.yaml`, pod(component, version, machine))
  return files
}

/** systemd reads `%` and `$` as its own. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&').replaceAll('%', '%%')}"`

const unit = ({ argv, environment }: Machine): string =>
  [
    '[Service]',
    ...Object.entries(environment).map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}`),
    `ExecStart=/usr/bin/kubelet ${argv.map(word => quoted(word.replaceAll('$', '$$$$'))).join(' \\\n  ')}`,
    '',
  ].join('\n')

/** Of the machine it sees all that a case may name. */
const MOUNTED = ['/etc/kubernetes', '/etc/etcd', '/var/lib', '/var/log', '/run', '/opt', '/srv', '/tmp']

const pod = (component: ComponentKind, version: string, { argv, environment }: Machine): string => {
  const text = (value: string): string => JSON.stringify(value)
  return [
    'apiVersion: v1',
    'kind: Pod',
    `metadata: {name: ${component}, namespace: kube-system}`,
    'spec:',
    '  hostNetwork: true',
    '  containers:',
    `  - name: ${component}`,
    `    image: registry.k8s.io/${component}:${component === 'etcd' ? `${version}-0` : `v${version}`}`,
    '    command:',
    // the kubelet reads `$(X)` as its own
    ...[component, ...argv].map(word => `    - ${text(word.replaceAll('$(', '$$$('))}`),
    ...(Object.keys(environment).length === 0 ? [] : ['    env:']),
    ...Object.entries(environment).map(([name, value]) => `    - {name: ${name}, value: ${text(value)}}`),
    '    volumeMounts:',
    ...MOUNTED.map((path, i) => `    - {name: v${i}, mountPath: ${path}}`),
    '  volumes:',
    ...MOUNTED.map((path, i) => `  - {name: v${i}, hostPath: {path: ${path}}}`),
    '',
  ].join('\n')
}
