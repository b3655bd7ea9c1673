import type { Document } from '../model/document.js'
import type { Parsed, Problem } from '../model/fragment.js'
import { isKubeletFile } from '../model/kubelet-file.js'
import { Text } from '../model/text.js'
import { type Tree, unseenMap } from '../model/tree.js'
import { prepareDecode } from './decode.js'
import { type Format, merge, NOTHING, parsed, type Remarks } from './format.js'
import { cloudInit } from './formats/cloud-init.js'
import { coreosCloudConfig } from './formats/coreos-cloud-config.js'
import { environmentFile } from './formats/environment-file.js'
import { objectsOf } from './formats/list.js'
import { mimeMultipart } from './formats/mime-multipart.js'
import { script } from './formats/script.js'
import { systemdUnit } from './formats/systemd-unit.js'
import { terraform } from './formats/terraform.js'
import { prepareTreeFormats, treeFormats } from './formats/usual-tree-formats.js'
import { looksLikeYaml, mayMatter } from './sniff.js'
import { readYaml } from './syntax/yaml.js'
import { yamlRemarks } from './syntax/yaml-comments.js'

/** Keys at the top of what the schemas below read: objects, templates of CloudFormation, values of charts, etcd's configuration. */
const TOP =
  '(?:apiVersion|kind|Resources|AWSTemplateFormatVersion|autoDiscovery|autoscalingGroups|extraArgs|initial-(?:advertise|cluster)[\\w-]*)'
const CLAIM = new RegExp(`^${TOP}[ \\t]*:|(?:^[ \\t]*|[{,][ \\t]*)"${TOP}"[ \\t]*:`, 'm')

/**
 * Whether a text that cannot be parsed would be one of ours: the word `kubelet` stands in many files, and devcontainers,
 * templates of other tools and dialects that their own readers accept are not klint's to call broken.
 */
const isClaimed = (doc: Document): boolean => doc.hint !== undefined || CLAIM.test(doc.source)

const asForeign = (problem: Problem): Problem =>
  problem.because === 'broken'
    ? { ...problem, what: 'cannot be read, and nothing in it says that it configures a cluster', because: 'foreign' }
    : problem

/** Schemas of custom resources are long, speak of everything, and configure nothing. */
const SCHEMA = /^kind:[ \t]*["']?CustomResourceDefinition\b/m

/** YAML and JSON are read once; every schema that wants one of the trees reads that tree. */
const yaml: Format = {
  name: 'yaml',
  detect: looksLikeYaml,
  remarks: yamlRemarks,
  read: doc => {
    const { trees: documents, problems } = readYaml(
      doc,
      // What holds a patch says what it is for; its own words may be few.
      part =>
        doc.live !== undefined ||
        ((doc.hint?.patch === true || mayMatter(doc.path ?? doc.uri, part)) && !SCHEMA.test(part)),
    )
    const trees = objectsOf(documents.length === 0 ? nothingOf(doc, problems) : documents)
    const parts = trees.flatMap(tree =>
      treeFormats()
        .filter(format => format.wants(tree, doc))
        .map(format => format.read(tree, { doc, siblings: trees })),
    )
    return merge([
      parsed([], [], problems.length === 0 || isClaimed(doc) ? problems : problems.map(asForeign)),
      ...parts,
    ])
  },
}

/** An empty file is something only where a kubelet looks for one; so is what cannot be read, and may say anything. */
function nothingOf(doc: Document, problems: readonly Problem[]): Tree[] {
  if (!isKubeletFile(doc.path ?? doc.uri)) return []
  if (doc.hint?.unread === true || problems.length > 0 || doc.holes.length > 0 || doc.regions.length > 0)
    return [unseenMap({ doc, start: 0, end: doc.source.length })]
  if (!doc.source.split('\n').every(line => /^\s*(?:#|$)/.test(line))) return []
  const at = { doc, start: 0, end: 0 }
  return [{ kind: 'scalar', text: Text.linear(doc, 0, 0), quoted: false, empty: true, at }]
}

/** Most specific first: the first to say yes reads the document. */
const FORMATS: readonly Format[] = [
  mimeMultipart,
  coreosCloudConfig,
  cloudInit,
  terraform,
  systemdUnit,
  environmentFile,
  yaml,
  script,
]

export interface Reading extends Parsed {
  /** Name of the format that read the document; undefined if none wanted it. */
  readonly format?: string
}

export function formatOf(doc: Document): Format | undefined {
  // What the API says is JSON, whatever words it holds.
  if (doc.live !== undefined || doc.hint?.unread === true) return yaml
  return FORMATS.find(format => format.detect(doc))
}

/** Comments of a document that was parsed; undefined where klint knows none in its syntax. */
export const remarksOf = (doc: Document): Remarks | undefined => formatOf(doc)?.remarks?.(doc)

const prepared = new Map<Format, Promise<void>>()

/** Reads one document. Loads what its format needs first; reading itself is synchronous and does not throw on bad input. */
export async function parse(doc: Document, elapsed?: () => number): Promise<Reading> {
  const format = formatOf(doc)
  if (format === undefined) return NOTHING
  // Gzip in base64 begins with these four letters whatever it holds; hardly any document needs the library.
  if (doc.source.includes('H4sI')) await prepareDecode()
  if (format === yaml) await prepareTreeFormats(doc)
  if (format.prepare !== undefined) {
    const ready = prepared.get(format) ?? format.prepare(elapsed)
    prepared.set(format, ready)
    await ready
  }
  return { ...format.read(doc), format: format.name }
}
