import type { Configuration } from '../../src/engine/configuration.js'
import { type Result, run } from '../../src/engine/run.js'
import type { Component } from '../../src/model/component.js'
import { describe } from '../../src/model/location.js'
import type { Setting } from '../../src/model/setting.js'
import { MASK } from '../../src/model/text.js'
import { parseVersion, type Version } from '../../src/model/version.js'
import { staticPod } from './static-pod.js'

export type Files = Readonly<Record<string, string>>

/** Files resolved without any rule. */
export async function resolved(files: Files, config: Configuration = {}, kubernetes?: string): Promise<Result> {
  const range = kubernetes === undefined ? undefined : parseVersion(kubernetes)
  return run({
    files: Object.entries(files).map(([uri, source]) => ({ uri, source })),
    preset: 'all',
    config,
    resolveOnly: true,
    ...(range === undefined ? {} : { kubernetesVersion: range }),
  })
}

/** A component whose keys are only known as words. */
export interface View
  extends Pick<Component, 'answer' | 'configFile' | 'assignments' | 'overruled' | 'version' | 'anchor'> {
  get(key: string, entry?: string): Setting<unknown> | undefined
  entries(key: string): Setting<ReadonlyMap<string, Setting<unknown>>> | undefined
}

/** Every component of a kind, each at a version (the newest it may have if none is given). */
export function all({ clusters }: Result, kind: string, at?: string): View[] {
  return clusters
    .flatMap(({ components }) => components)
    .filter(component => component.kind === kind)
    .flatMap((subject): View[] => {
      const version = at === undefined ? subject.points[0] : exact(at)
      const component = version === undefined ? undefined : subject.at(version)
      return component === undefined ? [] : [component]
    })
}

export function exact(text: string): Version {
  const range = parseVersion(text)
  if (range === undefined) throw new Error(`no version: ${text}`)
  return range.max
}

export function only(result: Result, kind: string, at?: string): View {
  const [first, ...others] = all(result, kind, at)
  if (first === undefined || others.length > 0)
    throw new Error(`expected one ${kind}, found ${others.length + (first === undefined ? 0 : 1)}`)
  return first
}

/** A setting on one line: `set 110 by flag --max-pods=110 over --max-pods=5`, `default 110, assuming $X`, `unknown: …`. */
export function said(setting: Setting<unknown> | undefined): string {
  if (setting === undefined) return 'no such key'
  if (setting.state === 'unknown')
    return `unknown: ${setting.why.map(({ what }) => what.replaceAll(MASK, '?')).join('; ')}`
  const { state, value, by, beaten, assuming } = setting
  return [
    `${state} ${plain(value)}`,
    ...(by === undefined ? [] : [`by ${by.layer} ${by.spelling}`]),
    ...(beaten.length === 0 ? [] : [`over ${beaten.map(({ spelling }) => spelling).join(', ')}`]),
    ...(assuming.length === 0 ? [] : [`assuming ${assuming.map(({ what }) => what).join(', ')}`]),
  ].join(' ')
}

function plain(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `[${value.map(item => String(item.value)).join(' ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  if ('percent' in value) return `${value.percent}%`
  return 'amount' in value ? String(value.amount) : JSON.stringify(value)
}

/** Entries of a map on one line each, in the order of their names. */
export function saidMap(view: View, key: string): string[] {
  const setting = view.entries(key)
  if (setting === undefined || setting.state === 'unknown') return [said(setting)]
  return [...setting.value].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, entry]) => `${name}: ${said(entry)}`)
}

export const placeOf = (setting: Setting<unknown> | undefined): string =>
  setting === undefined ? 'no such key' : describe(setting.at)

/** How each reference was followed: `kubelet config /etc/kubelet.yaml: declared files/kubelet.yaml`. */
export const followed = ({ trace }: Result): string[] =>
  trace.references.map(
    ({ from, path, wants, how, to }) => `${from.uri} ${wants} ${path}: ${how}${to === undefined ? '' : ` ${to.uri}`}`,
  )

/** A unit that starts a component with these words. */
export const unit = (words: string, more = ''): string =>
  `[Unit]\nDescription=x\n[Service]\n${more}${more === '' ? '' : '\n'}ExecStart=/usr/bin/${words}\nRestart=always\n`

/** A static pod with these arguments, called otherwise than its component where several lie in one folder. */
export const pod = (component: string, version: string, args: readonly string[], name = component): string =>
  staticPod(component, version, ...args).replace(`  name: ${component}\n`, `  name: ${name}\n`)

export const kubeletConfig = (...lines: readonly string[]): string =>
  ['apiVersion: kubelet.config.k8s.io/v1beta1', 'kind: KubeletConfiguration', ...lines, ''].join('\n')
