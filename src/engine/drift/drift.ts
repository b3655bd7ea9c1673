import type { Component } from '../../model/component.js'
import { contrast } from '../../model/contrast.js'
import {
  ALSO_HERE,
  type Finding,
  NOT_SET_HERE,
  type NotChecked,
  type RelatedPlace,
  WRITTEN_HERE,
} from '../../model/finding.js'
import { COMPONENTS, type ComponentKind } from '../../model/fragment.js'
import { append } from '../../model/lists.js'
import { type Location, sameLocation } from '../../model/location.js'
import type { Why } from '../../model/setting.js'
import type { Version } from '../../model/version.js'
import { visible } from '../../reporters/safe-text.js'
import { maskSecrets } from '../../reporters/secrets.js'
import type { ClusterModel, Subject } from '../../resolve/index.js'
import { notCheckedOf } from '../not-checked.js'
import { ownFinding } from '../own.js'
import { type Difference, differences, type Reading } from './compared.js'
import { counterpart, written } from './counterpart.js'
import { grouped, places } from './grouped.js'
import { versionDrift } from './versions.js'

export interface Drift {
  /** Each at its place in the cluster, with the place in the files beside it. */
  readonly findings: readonly Finding[]
  readonly notChecked: readonly NotChecked[]
  /** What is on one side alone, in sentences. */
  readonly notes: readonly string[]
}

/** Where running clusters differ from what files say: one finding for a setting, however many components have it. */
export function drift(clusters: readonly ClusterModel[], files: readonly ClusterModel[]): Drift {
  const findings: Finding[] = []
  const notChecked: NotChecked[] = []
  const notes: string[] = []
  for (const [clusterIndex, live] of clusters.entries()) {
    const meant = counterpart(live, files)
    if ('notCompared' in meant) {
      notChecked.push({ what: meant.notCompared, rules: ['klint/drift'], unread: true })
      continue
    }
    const found = compared(live, meant.clusters)
    const { name } = live
    for (const finding of found.findings)
      findings.push({ ...finding, clusterIndex, ...(name === undefined ? {} : { cluster: name }) })
    append(notChecked, notCheckedOf([{ rule: 'klint/drift', why: found.doubts }]))
    append(notes, oneSided(live, subjectsOf(meant.clusters)))
  }
  return { findings, notChecked, notes: notes.map(visible) }
}

const subjectsOf = (clusters: readonly ClusterModel[]): readonly Subject[] =>
  clusters.flatMap(({ components }) => components)

function compared(
  live: ClusterModel,
  clusters: readonly ClusterModel[],
): { findings: Finding[]; doubts: readonly Why[] } {
  const findings = versionDrift(live, clusters)
  const files = subjectsOf(clusters)
  const doubts: Why[] = []
  const byKind = new Map<ComponentKind, Difference[]>()
  for (const subject of live.components) {
    const found = differing(subject, files)
    append(doubts, found.doubts)
    const known = byKind.get(subject.kind) ?? []
    byKind.set(subject.kind, known)
    for (const one of found.found) known.push(one)
    subject.forget()
  }
  for (const file of files) file.forget()
  for (const differences of byKind.values())
    for (const same of byMap(bySetting(differences))) findings.push(findingOf(same))
  return { findings, doubts }
}

/** What differs at the newest version that may run, and at the oldest. */
function differing(subject: Subject, files: readonly Subject[]): ReturnType<typeof differences> {
  const [newest, ...older] = subject.points
  const oldest = older.at(-1)
  const all = newest === undefined ? undefined : differencesAt(subject, files, newest)
  if (all === undefined) return { found: [], doubts: [] }
  if (oldest === undefined) return all
  const before = new Set(differencesAt(subject, files, oldest)?.found.map(keyOf))
  return { ...all, found: all.found.filter(one => before.has(keyOf(one))) }
}

function differencesAt(
  subject: Subject,
  files: readonly Subject[],
  version: Version,
): ReturnType<typeof differences> | undefined {
  const live = subject.at(version)
  const all = files.filter(({ kind }) => kind === subject.kind).flatMap(file => file.at(version) ?? [])
  const [first, ...others] = live === undefined ? [] : written(live, all)
  return live === undefined || first === undefined ? undefined : differences(live, [first, ...others])
}

const keyOf = ({ fact, entry }: Difference): string => `${fact.key}\0${entry ?? ''}`

/** One setting that one or more components have otherwise than the files, to one value. */
type Same = readonly [Difference, ...Difference[]]

const bySetting = (all: readonly Difference[]): readonly Same[] =>
  grouped(all, one => `${keyOf(one)}\0${one.written.map(({ value }) => value).join('\0')}`)

/** Entries of one map that one side lacks, and has a reason for in one place. */
const byMap = (all: readonly Same[]): readonly (readonly [Same, ...Same[]])[] =>
  grouped(all, same => {
    const [{ fact, entry, live, written }] = same
    const lacks = isUnset(live) ? 'cluster' : written.every(isUnset) ? 'files' : entry
    if (entry === undefined || lacks === entry) return keyOf(same[0]) + written.map(({ value }) => value).join('\0')
    return [fact.key, lacks, ...same.map(one => one.live.of.id), ...written.map(one => placeName(one))].join('\0')
  })

const isUnset = ({ text }: Reading): boolean => text === undefined

const placeName = (reading: Reading): string => {
  const { doc, start } = reading.setting.at
  return reading.by === undefined ? `${doc.uri} ${start}` : doc.uri
}

/** More values would hide what is said of them. */
const MOST_VALUES = 3

function findingOf([same, ...more]: readonly [Same, ...Same[]]): Finding {
  const [first, ...others] = same
  const { live } = first
  const at = placeOf(live)
  const { of } = live
  const pools = new Set(same.map(one => one.live.of.pool))
  return {
    ...ownFinding('klint/drift', more.length === 0 ? whatOf(same) : entriesOf([same, ...more]), at),
    // settings that are set nowhere share the place of their component
    message: more.length === 0 ? nameOf(first) : mapOf(first),
    ...(live.by === undefined && sameLocation(at, of.anchor) ? { label: NOT_SET_HERE } : {}),
    related: places(
      [
        ...[same, ...more].flat().flatMap(one => one.written.flatMap(writtenPlace)),
        ...others.map(one => ({ at: placeOf(one.live), label: ALSO_HERE })),
      ],
      at,
    ),
    component: of.kind,
    ...(pools.size === 1 && of.pool !== undefined ? { pool: of.pool } : {}),
  }
}

function whatOf(same: Same): string {
  const [first] = same
  const name = nameOf(first)
  const here = distinct(same.map(one => one.live))
  const there = distinct(first.written)
  return `\`${name}\` is ${inWords(name, here, there)} in the cluster and ${inWords(name, there, here)} in the files`
}

/** Of several entries what matters is that they are there. */
function entriesOf(all: readonly [Same, ...Same[]]): string {
  const [[first]] = all
  const names = all.map(([{ entry }]) => `\`${entry}\``)
  const listed =
    names.length <= MOST_VALUES ? names : [...names.slice(0, MOST_VALUES), `${names.length - MOST_VALUES} more`]
  const [words, map] = [inSentence(listed), mapOf(first)]
  return isUnset(first.live)
    ? `\`${map}\` has ${words} in the files and not in the cluster`
    : `\`${map}\` has ${words} in the cluster and not in the files`
}

const mapOf = (one: Difference): string => nameOf({ ...one, entry: '' }).replace(/[.=]$/, '')

const inSentence = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

const placeOf = ({ by, setting }: Reading): Location => by?.at ?? setting.at

/** What a platform writes lies in no file: the component it is written for stands for it. */
function writtenPlace(reading: Reading): RelatedPlace[] {
  const { by, of } = reading
  const at = placeOf(reading)
  if (by !== undefined && at.doc.made === undefined) return [{ at, label: WRITTEN_HERE }]
  const place = at.doc.made === undefined ? at : of.anchor
  return place.doc.made === undefined ? [{ at: place, label: by === undefined ? NOT_SET_HERE : 'for this' }] : []
}

/** As the author of the file spells it, else as the cluster does: `--max-pods`, `evictionHard.memory.available`. */
function nameOf({ fact, entry, live, written: [file] }: Difference): string {
  const by = file.by ?? live.by
  const isFlag = by?.layer === 'flag' || (by === undefined && fact.field === undefined)
  if (by?.layer === 'environment') return entry === undefined ? by.name : `${by.name}=${entry}`
  if (isFlag) return `--${fact.flag ?? by?.name ?? fact.key}${entry === undefined ? '' : `=${entry}`}`
  return entry === undefined ? fact.key : `${fact.key}.${entry}`
}

function distinct(readings: readonly Reading[]): readonly Reading[] {
  const seen = new Set<string>()
  return readings.filter(({ value }) => !seen.has(value) && seen.add(value))
}

/** Longer values are cut to where they part; UTF-16 units. */
const LONGEST = 60

/** Values of one side, cut to where they part from the first of the other; without what looks like a secret. */
function inWords(name: string, readings: readonly Reading[], others: readonly Reading[]): string {
  const [other] = others
  const against = other?.text === undefined ? '' : withoutSecret(name, other.text)
  const words = readings.slice(0, MOST_VALUES).map(({ text, by }) => {
    if (text === undefined) return 'not set'
    const [shown] = contrast(withoutSecret(name, text), against, LONGEST)
    return by === undefined ? `\`${shown}\` by default` : `\`${shown}\``
  })
  const more = readings.length - words.length
  return inSentence([...words, ...(more > 0 ? [`${more} more values`] : [])])
}

function withoutSecret(name: string, text: string): string {
  const head = `${name}=`
  const masked = maskSecrets(head + text, 'code')
  return masked.startsWith(head) ? masked.slice(head.length) : masked
}

/** What the files hold and the cluster does not show, and the other way. */
function oneSided({ components }: ClusterModel, files: readonly Subject[]): string[] {
  const [here, there] = [kindsOf(components), kindsOf(files)]
  const unseen = COMPONENTS.filter(kind => there.has(kind) && !here.has(kind))
  const unwritten = COMPONENTS.filter(kind => here.has(kind) && !there.has(kind))
  const [runs, says] = [poolsOf(components), poolsOf(files)]
  const unseenPools = [...says].filter(pool => runs.size > 0 && !runs.has(pool))
  const [pools, roles] = there.has('kubelet') ? unwrittenNodes(components, files) : [[], []]
  return [
    ...sentence('in the files, and not seen in the cluster', unseen, unseenPools),
    ...sentence('in the cluster, and not in the files', [...unwritten, ...roles], pools),
  ]
}

/** Pools and roles of kubelets that no file is meant for: those of other pools, or of another role, are. */
function unwrittenNodes(components: readonly Subject[], files: readonly Subject[]): [pools: string[], roles: string[]] {
  const kubelets = (subjects: readonly Subject[]): readonly Component[] =>
    subjects.flatMap(subject => (subject.kind === 'kubelet' ? (viewed(subject) ?? []) : []))
  const all = kubelets(files)
  const alone = kubelets(components).filter(live => written(live, all).length === 0)
  const pools = alone.flatMap(({ pool }) => pool ?? [])
  const roles = alone.flatMap(({ pool, role }) => (pool === undefined && role !== undefined ? `${role} nodes` : []))
  return [[...new Set(pools)], [...new Set(roles)]]
}

const MOST_POOLS = 5

function sentence(where: string, kinds: readonly string[], pools: readonly string[]): string[] {
  const words = [...kinds, ...pools.slice(0, MOST_POOLS).map(pool => `pool ${pool}`)]
  if (pools.length > MOST_POOLS) words.push(`${pools.length - MOST_POOLS} more pools`)
  return words.length === 0 ? [] : [`${where}: ${words.join(', ')}`]
}

const kindsOf = (subjects: readonly Subject[]): ReadonlySet<ComponentKind> => new Set(subjects.map(({ kind }) => kind))

const poolsOf = (subjects: readonly Subject[]): ReadonlySet<string> =>
  new Set(subjects.filter(({ kind }) => kind === 'kubelet').flatMap(subject => viewed(subject)?.pool ?? []))

function viewed({ points, at }: Subject): Component | undefined {
  const [version] = points
  return version === undefined ? undefined : at(version)
}
