import type { Document } from '../../model/document.js'
import type { Directive, Fragment, UnitFragment } from '../../model/fragment.js'
import { append } from '../../model/lists.js'
import { Text } from '../../model/text.js'
import type { TreeMap } from '../../model/tree.js'
import { embed, hostOf } from '../embed.js'
import { type Format, NOTHING, parsed } from '../format.js'
import { variable } from '../syntax/systemd.js'
import { specifiers } from '../syntax/systemd-words.js'
import { slicer, standIn, unknown } from '../syntax/words.js'
import { readYaml } from '../syntax/yaml.js'
import { yamlRemarks } from '../syntax/yaml-comments.js'
import { belonging } from './belonging.js'
import { isCloudConfig } from './cloud-init.js'
import { field, mapsIn, scalarField, writtenFiles } from './write-files.js'

/** The older cloud-config of CoreOS: `coreos.units`, `coreos.etcd2`, `write_files`; in every key `-` equals `_`. */
export const coreosCloudConfig: Format = {
  name: 'coreos-cloud-config',
  remarks: yamlRemarks,
  detect(doc) {
    if (doc.hint?.format !== undefined && doc.hint.format !== 'cloud-init')
      return doc.hint.format === 'coreos-cloud-config'
    // A script may write one with a heredoc.
    if (doc.source.startsWith('#!') || !/^coreos[ \t]*:/m.test(doc.source)) return false
    // Input of installers that add the first line themselves.
    return (
      isCloudConfig(doc) ||
      /(?<![^\n])coreos[ \t]*:[ \t]*\r?\n(?:[ \t][^\n]*\n)*?[ \t]+(?:units|etcd2?|fleet|update)[ \t]*:/.test(doc.source)
    )
  },
  read(doc) {
    const { trees, problems } = readYaml(doc)
    const tree = trees.find(candidate => candidate.kind === 'map')
    if (tree?.kind !== 'map') return { ...NOTHING, problems }
    const embedded = writtenFiles(doc, field(tree, 'write_files'), withoutAddresses)
    const fragments: Fragment[] = []
    const coreos = field(tree, 'coreos')
    if (coreos?.kind === 'map') {
      const units = mapsIn(field(coreos, 'units'))
      append(
        embedded,
        units.flatMap(unit => unitFiles(doc, unit)),
      )
      for (const name of ['etcd', 'etcd2']) append(fragments, etcd(doc, coreos, name, units))
    }
    return parsed(fragments, embedded, problems)
  },
}

function unitFiles(doc: Document, unit: TreeMap): Document[] {
  const name = scalarField(unit, 'name')
  if (name === undefined || !name.known) return []
  const host = hostOf(doc)
  const folder = `/etc/systemd/system/${name.value}`
  const files: Document[] = []
  const content = scalarField(unit, 'content')
  if (content !== undefined)
    files.push(
      embed(withoutAddresses(content), {
        name: name.value,
        path: folder,
        host,
        hint: { ...doc.hint, format: 'systemd-unit', unit: name.value },
      }),
    )
  for (const dropIn of mapsIn(field(unit, 'drop_ins'))) {
    const file = scalarField(dropIn, 'name')
    const text = scalarField(dropIn, 'content')
    if (file === undefined || !file.known || text === undefined) continue
    const hint = { ...doc.hint, format: 'systemd-unit', unit: name.value, dropIn: file.value }
    files.push(
      embed(withoutAddresses(text), {
        name: `${name.value}.d/${file.value}`,
        path: `${folder}.d/${file.value}`,
        host,
        hint,
      }),
    )
  }
  return files
}

/**
 * `coreos.etcd2` becomes a drop-in `20-cloudinit.conf` of variables for the unit in the image (coreos-cloudinit
 * `system/etcd2.go`, `system/env.go`). The image's unit starts etcd without flags, so it stands here unless the file brings its own.
 */
function etcd(doc: Document, coreos: TreeMap, name: string, units: readonly TreeMap[]): UnitFragment[] {
  const entry = coreos.entries.findLast(({ key }) => key.value.replaceAll('-', '_') === name)
  if (entry === undefined || entry.value.kind !== 'map') return []
  const { key } = entry
  const unit = `${name}.service`
  const directives = entry.value.entries.flatMap((setting): Directive[] => {
    if (setting.value.kind !== 'scalar' || !setting.key.known) return []
    const { text } = setting.value
    return [
      environment(
        setting.key,
        conditional(setting.conditional || entry.conditional, specifiers(withoutAddresses(text))),
      ),
    ]
  })
  const open = entry.value.open || entry.value.entries.some(setting => !setting.key.known)
  const dropIn: UnitFragment = {
    kind: 'unit',
    ...belonging(doc, key.at),
    name: unit,
    dropIn: '20-cloudinit.conf',
    directives,
    ...(open ? { open } : {}),
  }
  const own = units.some(map => scalarField(map, 'name')?.value === unit && scalarField(map, 'content') !== undefined)
  if (own) return [dropIn]
  const start = standIn(key, `/usr/bin/${name}`)
  const words = [{ parts: [{ text: start }], splits: false }]
  const exec: Directive = {
    section: 'Service',
    key: 'ExecStart',
    text: start,
    words,
    runs: { component: 'etcd', words: [], open: false },
  }
  return [{ kind: 'unit', ...belonging(doc, key.at), name: unit, directives: [exec] }, dropIn]
}

function environment(key: Text, value: Text): Directive {
  const name = `ETCD_${key.value.replaceAll('-', '_').toUpperCase()}`
  return { section: 'Service', key: 'Environment', text: value, variables: [variable(name, value, value)] }
}

const conditional = (is: boolean, text: Text): Text => (is ? unknown(text) : text)

/** Addresses that coreos-cloudinit fills in before it reads anything (`datasource/metadata`, Apply). */
function withoutAddresses(text: Text): Text {
  const cut = slicer(text)
  const parts: Text[] = []
  let at = 0
  for (const { 0: name, index } of text.value.matchAll(/\$(?:private|public)_ipv[46]/g)) {
    if (index > at) parts.push(cut(at, index))
    at = index + name.length
    parts.push(unknown(cut(index, at)))
  }
  if (at === 0) return text
  if (at < text.length) parts.push(cut(at, text.length))
  return Text.join(parts)
}
