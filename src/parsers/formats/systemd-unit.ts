import type { Document } from '../../model/document.js'
import type { Directive, Fragment, UnitFragment, Word } from '../../model/fragment.js'
import { Text } from '../../model/text.js'
import { type FoundComponent, findComponent, hyperkubeServer } from '../component.js'
import { type Format, NOTHING, parsed } from '../format.js'
import { distinct, type ReleaseHint, releaseHint, variableHint } from '../release.js'
import { guardedVariables, type Surroundings } from '../syntax/surroundings.js'
import { readUnit, unitRemarks } from '../syntax/systemd.js'
import { guarded, wordText } from '../syntax/words.js'
import { belonging } from './belonging.js'

/** Suffixes that template engines put behind a file's own. */
const TEMPLATE = String.raw`(?:\.(?:j2|jinja2?|tmpl|tpl|tftpl|tf|erb|template|in))?$`
const UNIT_FILE = new RegExp(String.raw`(?:^|/)([^/]+\.service)${TEMPLATE}`)
const DROP_IN_FILE = new RegExp(String.raw`(?:^|/)([^/]+\.service)\.d/([^/]+\.conf)${TEMPLATE}`)
/** Texts that show units rather than being one. */
const OTHER_FILE =
  /\.(?:md|adoc|rst|html?|sh|bash|py|go|rb|js|ts|tf|hcl|nix|ya?ml|json|toml|pp|libsonnet|jsonnet|yml\.\w+|yaml\.\w+|sh\.\w+)$/
const COMPONENT_UNIT = /kubelet|kube-(?:apiserver|controller-manager|scheduler|proxy)|etcd|hyperkube|cluster-autoscaler/

export const systemdUnit: Format = {
  name: 'systemd-unit',
  remarks: unitRemarks,
  detect(doc) {
    if (doc.hint?.format !== undefined) return doc.hint.format === 'systemd-unit'
    return named(doc) !== undefined || looksLikeUnit(doc)
  },
  read(doc) {
    const unit = readUnit(doc)
    const directives = withRuns(doc, unit.directives)
    const runs = directives.findLast(directive => directive.runs !== undefined)?.runs
    const { name, dropIn } = named(doc) ?? unnamed(doc, runs?.component)
    const loose = runs === undefined && !COMPONENT_UNIT.test(name)
    // Its unit lies elsewhere, and may run a component under any name.
    if (loose && dropIn === undefined) return NOTHING
    const text = Text.linear(doc, 0, 0)
    const at = directives.findLast(directive => directive.key === 'ExecStart')?.text.at ?? text.at
    const versions = loose ? [] : versionsOf(directives, runs?.component)
    const fragment: UnitFragment = {
      kind: 'unit',
      ...belonging(doc, at, { versions }),
      name,
      ...(dropIn === undefined ? {} : { dropIn }),
      directives,
      ...(unit.open ? { open: true } : {}),
      ...(loose ? { loose } : {}),
    }
    const fragments: Fragment[] = [fragment]
    return parsed(fragments)
  },
}

interface UnitName {
  readonly name: string
  readonly dropIn?: string
}

/** `kubelet@2.service` and `kubelet@.service` are `kubelet.service`. */
const withoutInstance = (name: string): string => name.replace(/^([^@]*)@[^.]*(?=\.)/, '$1')

function named(doc: Document): UnitName | undefined {
  const { hint } = doc
  if (hint?.unit !== undefined)
    return { name: withoutInstance(hint.unit), ...(hint.dropIn === undefined ? {} : { dropIn: hint.dropIn }) }
  const path = doc.path ?? doc.uri
  const dropIn = DROP_IN_FILE.exec(path)
  if (dropIn !== null) return { name: withoutInstance(dropIn[1]!), dropIn: dropIn[2]! }
  const unit = UNIT_FILE.exec(path)
  if (unit === null) return undefined
  // A drop-in kept beside its unit: no unit of its own starts with ExecStart= reset to nothing.
  return { name: withoutInstance(unit[1]!) }
}

function looksLikeUnit(doc: Document): boolean {
  const path = doc.path ?? doc.uri
  if (OTHER_FILE.test(path) || doc.source.startsWith('#!')) return false
  return /^\[Service\][ \t]*\r?$/m.test(doc.source) && /^(?:ExecStart|Environment|EnvironmentFile)=/m.test(doc.source)
}

/** A drop-in that lies about under a name of its own (`10-kubeadm.conf`): what it starts says whose it is. */
function unnamed(doc: Document, component: string | undefined): UnitName {
  const path = doc.path ?? doc.uri
  const file = path.slice(path.lastIndexOf('/') + 1)
  const name = `${component ?? (/KUBELET_/.test(doc.source) ? 'kubelet' : file)}.service`
  const whole = /^\[(?:Unit|Install)\]/m.test(doc.source)
  return whole ? { name } : { name, dropIn: file.replace(new RegExp(TEMPLATE), '') }
}

function withRuns(doc: Document, directives: readonly Directive[]): Directive[] {
  const exec = imageExec(directives)
  return directives.map(directive => {
    if (directive.key !== 'ExecStart' || directive.words === undefined) return directive
    const found = findComponent(directive.words)
    if (found === undefined) return directive
    const { open } = found
    // The string behind `sh -c` may hold template blocks of its own.
    const words = directive.conditional === true ? found.words : guarded(doc, found.words)
    const component = wrapped(directive.words) && exec !== undefined ? exec : found.component
    return { ...directive, runs: { component, words, open, ...surroundedBy(doc, found.surroundings) } }
  })
}

function surroundedBy(doc: Document, { variables, open, inherits }: Surroundings): Partial<Directive['runs']> {
  // Of a sudo nobody knows which variables of the unit it lets through.
  const environment = { variables: guardedVariables(doc, variables), open: open || inherits === 'some' }
  return {
    ...(environment.open || variables.length > 0 ? { environment } : {}),
    ...(inherits === 'nothing' ? { isolated: true } : {}),
  }
}

/** CoreOS' kubelet-wrapper runs whatever link of hyperkube `KUBELET_IMAGE_ARGS=--exec=/apiserver` names. */
function imageExec(directives: readonly Directive[]): FoundComponent['component'] | undefined {
  for (const { variables = [] } of directives)
    for (const { name, text } of variables) {
      const exec = name === 'KUBELET_IMAGE_ARGS' ? /--exec=\/?([a-z-]+)/.exec(text.value)?.[1] : undefined
      if (exec !== undefined) return hyperkubeServer(exec)
    }
  return undefined
}

const wrapped = (words: readonly Word[]): boolean =>
  words[0] !== undefined && /(?:^|\/)kubelet-wrapper$/.test(wordText(words[0]).value)

/** Images and downloads in any command of the unit; what hyperkube and the wrappers run is the unit's own component. */
function versionsOf(
  directives: readonly Directive[],
  component: FoundComponent['component'] | undefined,
): ReleaseHint[] {
  const hints = distinct([
    ...directives.flatMap(({ words = [] }) => words.map(word => releaseHint(wordText(word)))),
    ...directives.flatMap(({ variables = [] }) => variables.map(({ name, text }) => variableHint(name, text))),
  ])
  if (component === undefined) return hints
  return hints.map(hint => (hint.of === 'kubernetes' || hint.of === 'kubelet' ? { ...hint, of: component } : hint))
}
