import type { Document } from '../model/document.js'
import { formatOf } from './index.js'
import { hclOutline } from './syntax/hcl-outline.js'
import { environmentOutline, unitOutline } from './syntax/line-outline.js'
import type { Outline } from './syntax/outline.js'
import { treeOutline } from './syntax/tree-outline.js'
import { readYaml } from './syntax/yaml.js'

const known = new WeakMap<Document, Outline>()

/**
 * What the places of a document are called, found by reading it again: asked only where a finding needs it, kept as long as the
 * document. Empty for what is no structure (scripts), or cannot be read. Await `prepareHcl` (syntax/hcl-syntax.ts) before.
 */
export function outlineOf(doc: Document): Outline {
  let found = known.get(doc)
  if (found === undefined) {
    found = read(doc)
    known.set(doc, found)
  }
  return found
}

function read(doc: Document): Outline {
  switch (formatOf(doc)?.name) {
    case 'yaml':
    case 'cloud-init':
    case 'coreos-cloud-config':
      return treeOutline(doc, readYaml(doc).trees)
    case 'terraform':
      return hclOutline(doc)
    case 'systemd-unit':
      return unitOutline(doc)
    case 'environment-file':
      return environmentOutline(doc)
    default:
      return []
  }
}

export const isHcl = (doc: Document): boolean => formatOf(doc)?.name === 'terraform'
