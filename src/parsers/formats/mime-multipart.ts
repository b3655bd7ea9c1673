import type { Document } from '../../model/document.js'
import { append } from '../../model/lists.js'
import { Text } from '../../model/text.js'
import { decode } from '../decode.js'
import { embed, embedDecoded, hostOf, type Part } from '../embed.js'
import { type Format, parsed } from '../format.js'

/** What the types of parts mean (cloud-init `cloudinit/handlers/__init__.py`); a NodeConfig of EKS is told by its own kind. */
const FORMATS: Readonly<Record<string, string>> = {
  'text/cloud-config': 'cloud-init',
  'text/jinja2': 'cloud-init',
  'text/x-shellscript': 'script',
  'text/x-shellscript-per-boot': 'script',
  'text/x-shellscript-per-instance': 'script',
  'text/x-shellscript-per-once': 'script',
  'text/cloud-boothook': 'script',
}

const HEAD = /^(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?content-type:\s*multipart\/\w+/i

/** User data of several parts: each is a document of the same machine. */
export const mimeMultipart: Format = {
  name: 'mime-multipart',
  detect: doc =>
    doc.hint?.format === undefined
      ? HEAD.test(doc.source.slice(0, 4000).trimStart())
      : doc.hint.format === 'mime-multipart',
  read(doc) {
    const boundary = boundaryOf(doc.source)
    return parsed([], boundary === undefined ? [] : partsOf(doc, boundary))
  },
}

function boundaryOf(source: string): string | undefined {
  const found = /boundary\s*=\s*(?:"([^"\n]{1,200})"|([^\s;"]{1,200}))/i.exec(source.slice(0, 4000))
  return found?.[1] ?? found?.[2]
}

function partsOf(doc: Document, boundary: string): Document[] {
  const parts: Document[] = []
  const { source } = doc
  let start = -1
  let at = 0
  while (at <= source.length) {
    const newline = source.indexOf('\n', at)
    const end = newline === -1 ? source.length : newline
    const line = source.slice(at, end).trimEnd()
    if (line === `--${boundary}` || line === `--${boundary}--`) {
      if (start !== -1) append(parts, partOf(doc, start, at, parts.length))
      if (line.endsWith('--') && line !== `--${boundary}`) return parts
      start = end + 1
    }
    at = end + 1
  }
  if (start !== -1) append(parts, partOf(doc, start, source.length, parts.length))
  return parts
}

function partOf(doc: Document, from: number, to: number, index: number): Document[] {
  const { source } = doc
  let at = from
  let head = ''
  while (at < to) {
    const newline = source.indexOf('\n', at)
    const end = newline === -1 || newline > to ? to : newline
    const line = source.slice(at, end).trimEnd()
    at = end + 1
    if (line === '') break
    head += /^[ \t]/.test(line) ? line : `\n${line}`
  }
  const type = /^content-type:\s*([\w./-]+)/im.exec(head)?.[1]?.toLowerCase() ?? ''
  const transfer = /^content-transfer-encoding:\s*(\w+)/im.exec(head)?.[1]?.toLowerCase()
  const body = Text.linear(doc, Math.min(at, to), to)
  if (body.length === 0) return []
  const format = Object.hasOwn(FORMATS, type) ? FORMATS[type] : undefined
  const { format: _, ...inherited } = doc.hint ?? {}
  const hint = { ...inherited, ...(format === undefined ? {} : { format }) }
  const part: Part = { name: `part[${index}]`, host: hostOf(doc), ...(Object.keys(hint).length === 0 ? {} : { hint }) }
  if (transfer !== 'base64') return [embed(body, part)]
  const decoded = decode(body.value, 'base64')
  return decoded === undefined ? [] : [embedDecoded(body, decoded, part)]
}
