import type { Document } from '../../model/document.js'
import type { ReferenceFragment } from '../../model/fragment.js'
import { firstIndex } from '../../model/search.js'
import { MASK, type Text } from '../../model/text.js'
import { scalarText, stringAt, type Tree, type TreeMap } from '../../model/tree.js'
import { decode } from '../decode.js'
import { embed, embedDecoded, type Part } from '../embed.js'
import type { Call } from '../syntax/hcl.js'
import { belonging } from './belonging.js'
import { argumentsOf, type Block, type Module } from './terraform-module.js'
import { joinTexts } from './trees.js'

/** What these attributes hold starts a machine, whatever it looks like. */
const USER_DATA =
  /(?:^|_)(?:user_?data(?:_base64|_replace)?|custom_data|startup_script|cloud_?init|cloudconfig)$|^user-data$|^startup-script$/
/** Other attributes are looked into only if their text begins like something klint reads. */
const CONTENT =
  /^(?:\s|#(?!cloud-config|!)[^\n]*\n)*(?:#cloud-config|#!|\[(?:Unit|Service)\]|apiVersion:|kind:|---|MIME-Version:|Content-Type: multipart|\{\s*"ignition"|variant:)/
export const READS_FILE = /^(?:templatefile|file|filebase64)$/
/** Functions that leave the text as it is, for klint's purpose. */
const TRANSPARENT = /^(?:base64encode|base64gzip|trimspace|chomp|sensitive|nonsensitive|tostring|try)$/

/** Documents that stand in strings and heredocs of a file. */
export function embeddedIn(module: Module): Document[] {
  const found = new Map<string, Document>()
  for (const block of module.blocks) visit(module, block, block.body, '', false, 0, found)
  return [...found.values()]
}

function visit(
  module: Module,
  block: Block,
  tree: Tree,
  route: string,
  wanted: boolean,
  depth: number,
  into: Map<string, Document>,
): void {
  if (depth > 20) return
  if (tree.kind === 'map') {
    for (const { key, value } of tree.entries) {
      const cloudInit = block.type.value === 'template_cloudinit_config' || block.type.value === 'cloudinit_config'
      const here =
        USER_DATA.test(key.value) ||
        (cloudInit && key.value === 'content') ||
        (isTemplate(block) && key.value === 'template')
      visit(module, block, value, route === '' ? key.value : `${route}.${key.value}`, wanted || here, depth + 1, into)
    }
  } else if (tree.kind === 'list') {
    for (const [i, { value }] of tree.items.entries())
      visit(module, block, value, tree.items.length === 1 ? route : `${route}[${i}]`, wanted, depth + 1, into)
  } else {
    const child = childOf(module, block, tree, route, wanted)
    // a local's heredoc is seen where it is defined and wherever it is used
    const place = child?.parent?.text.pieces[0]
    if (child !== undefined && place !== undefined) {
      const key = `${place.start}-${place.end}`
      if (!into.has(key)) into.set(key, child)
    }
  }
}

const isTemplate = ({ kind, type }: Block): boolean => kind === 'data' && type.value === 'template_file'

function childOf(module: Module, block: Block, tree: Tree, route: string, wanted: boolean): Document | undefined {
  const text = literalText(module, tree)
  if (text === undefined || text.value.replaceAll(MASK, '').trim() === '') return undefined
  if (!wanted && !(text.value.includes('\n') && CONTENT.test(text.value))) return undefined
  const part = partOf(module, block, route)
  if (/_base64$/.test(route) && text.known) {
    const source = decode(text.value, 'base64')
    if (source !== undefined) return embedDecoded(text, source, part)
  }
  return embed(text, part)
}

/** terraform-provider-ignition says what unit or file the text will be. */
function partOf(module: Module, { address, type, body }: Block, route: string): Part {
  const part = { name: `${address}.${route}`, hint: { set: module.set } }
  if (type.value === 'ignition_file') {
    const path = stringAt(body, 'path')
    return path === undefined ? part : { ...part, path }
  }
  const unit = type.value === 'ignition_systemd_unit' ? stringAt(body, 'name') : undefined
  if (unit === undefined) return part
  const [, index] = /^dropin(?:\[(\d+)\])?\./.exec(route) ?? []
  const dropIn = route.startsWith('dropin') ? stringAt(body, 'dropin', index ?? '0', 'name') : undefined
  return { ...part, hint: { ...part.hint, unit, ...(dropIn === undefined ? {} : { dropIn }) } }
}

/** The characters a string has in the end, through functions that only wrap it; `join` of a list is joined. */
function literalText(module: Module, tree: Tree, depth = 0): Text | undefined {
  if (tree.kind !== 'scalar' || depth > 10) return undefined
  const wrapped = argumentsOf(module, tree, TRANSPARENT)?.[0]
  if (wrapped !== undefined) return literalText(module, wrapped, depth + 1)
  const [separator, list] = argumentsOf(module, tree, /^join$/) ?? []
  if (separator?.kind === 'scalar' && list?.kind === 'list' && !list.open)
    return joinTexts(separator.text, list.items, tree.at)
  return scalarText(tree)
}

/** Files that the module reads: `templatefile("${path.module}/x.tpl", …)`, `file("x")`. */
export function references(module: Module): ReferenceFragment[] {
  const userData = ranges(module.blocks, key => USER_DATA.test(key))
  const templates = ranges(module.blocks.filter(isTemplate), key => key === 'template')
  const found: ReferenceFragment[] = []
  for (const call of module.hcl.calls.values()) {
    if (!READS_FILE.test(call.name)) continue
    const path = pathOf(call)
    if (path === undefined) continue
    const template = call.name === 'templatefile' || within(templates, call.at.start)
    const as = within(userData, call.at.start) ? 'user-data' : template ? 'template' : 'file'
    found.push({ ...belonging(module.doc, call.at, { set: module.set }), kind: 'reference', target: path, as })
  }
  return found
}

/** `${path.module}/` is the folder of the file itself; any other unknown part makes the path unknown. */
export function pathOf({ args: [first] }: Call): Text | undefined {
  const text = first === undefined ? undefined : scalarText(first)
  if (text === undefined) return undefined
  const [head] = text.pieces
  const rest = text.value.replace(new RegExp(`^${MASK}+/`), '')
  const own =
    head !== undefined && head.doc.source.slice(head.start, head.end).replaceAll(/[\s~]/g, '') === '${path.module}'
  const path = own ? text.slice(text.length - rest.length) : text
  return path.known && path.length > 0 && !path.value.startsWith('~') ? path : undefined
}

interface Range {
  readonly start: number
  readonly end: number
}

/** Where the values of certain attributes stand, in order. */
function ranges(blocks: readonly Block[], wanted: (key: string) => boolean): readonly Range[] {
  const found: Range[] = []
  const look = (map: TreeMap, depth: number): void => {
    for (const { key, value } of map.entries) {
      if (wanted(key.value)) found.push({ start: value.at.start, end: value.at.end })
      else if (value.kind === 'map' && depth < 5) look(value, depth + 1)
      else if (value.kind === 'list' && depth < 5)
        for (const item of value.items) if (item.value.kind === 'map') look(item.value, depth + 1)
    }
  }
  for (const { body } of blocks) look(body, 0)
  return found.sort((a, b) => a.start - b.start)
}

/** `sorted` ranges do not overlap: an attribute that is wanted is not looked into. */
function within(sorted: readonly Range[], offset: number): boolean {
  const range = sorted[firstIndex(sorted, ({ start }) => start > offset) - 1]
  return range !== undefined && offset < range.end
}
