import type { Text } from './text.js'

/** A stretch of a document that a template engine, a shell or systemd fills in later. Offsets are UTF-16. */
export interface Hole {
  readonly start: number
  readonly end: number
  /**
   * `value` prints something unknown; `statement` (`{% if %}`) and `comment` print nothing;
   * `variable` (`${X}`, `$(X)`) is expanded by readers that know variables and a hole to all others.
   */
  readonly kind: 'value' | 'statement' | 'comment' | 'variable'
}

/** What lies between a block statement and its end: entries inside are conditional. */
export interface Region {
  readonly start: number
  readonly end: number
}

/** The machine (or image, or user data) whose files a carrier writes: two documents with one host see each other's paths. */
export interface Host {
  readonly id: string
}

/** A text with a name. Offsets into `source` are what every Location means. */
export interface Document {
  /** Path relative to the working directory with `/`, or the parent's uri, `#` and what the part is for embedded ones. */
  readonly uri: string
  /** The unmasked text, without a byte order mark. */
  readonly source: string
  readonly holes: readonly Hole[]
  readonly regions: readonly Region[]
  /** Set for a document that stands inside another one. */
  readonly parent?: Parent
  /** Absolute path on its host, if a carrier says so (`write_files[].path`, `path:` in Ignition, a unit's name). */
  readonly path?: string
  readonly host?: Host
  /** What the carrier knows about the content: formats look at this before they look at the text. */
  readonly hint?: Hint
  /** What a platform would write on the node, not what anybody wrote: it lies on no disk, so nothing in it can be edited or pointed at. */
  readonly made?: true
  /** An object of a running cluster: nothing on disk, its uri is no path. */
  readonly live?: Live
  /** Characters removed before offset 0 of `source` on disk (1 for a byte order mark); printing adds them to offsets, never to columns. */
  readonly bom?: number
}

/** What of a running cluster a document is. */
export interface Live {
  /** What the cluster is called: the context it was read through. */
  readonly cluster: string
  /** `Node`, `Pod`, ... as Kubernetes spells it. */
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  /** What the object answered itself, where the document is not the object: `configz` of a node. */
  readonly part?: 'configz'
  /** How many objects say the same, this one among them. */
  readonly count: number
  /** Names of a few of the others. */
  readonly others: readonly string[]
}

/** UTF-16 units of a name that an apiserver gave: so many are allowed, and nobody makes it keep to that. */
const LONGEST_NAME = 253

/** A name of which there is no more than anybody could want to read. */
export const cutName = (text: string, most = LONGEST_NAME): string =>
  // not between the halves of a surrogate pair
  text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`

/** What an object of a running cluster is called, the cluster first: `prod/pod/kube-system/etcd-a`, `prod/version`. */
export const objectName = ({ cluster, kind, namespace, name }: Live): string =>
  [cluster, ...(kind === 'Version' ? ['version'] : [kind.toLowerCase(), namespace, name])]
    .flatMap(one => (one === undefined ? [] : cutName(one)))
    .join('/')

export interface Parent {
  /** Where each character of the child comes from; its value equals the child's source but for holes. */
  readonly text: Text
  /** True where positions cannot be mapped one to one (base64, gzip): on disk the child is the whole of `text`. */
  readonly decoded: boolean
}

/** What a carrier says about an embedded document. Unset fields mean: look at the content. */
export interface Hint {
  /** Name of the format that must read it (see parsers/index.ts). */
  readonly format?: string
  /** systemd unit name, for units and drop-ins carried in YAML: `kubelet.service`. */
  readonly unit?: string
  /** File name of a drop-in of that unit: `10-kubeadm.conf`. */
  readonly dropIn?: string
  readonly platform?: string
  /** Name of the set this document belongs to, where the carrier groups (a kind cluster, a Helm release). */
  readonly set?: string
  /** Role or pool the carrier writes for. */
  readonly role?: 'control-plane' | 'worker'
  readonly pool?: string
  /** A cluster that is no more than one machine: rules about capacity are silent. */
  readonly development?: true
  /** Who runs the control plane of this cluster and lets nobody see it: `EKS`. */
  readonly managedBy?: string
  /** The document is a patch over one the platform writes, not a document of its own. */
  readonly patch?: boolean
  /** The file is there and was not read, so that it may hold anything. */
  readonly unread?: true
}

/** The document on disk that holds this one, however deep it is nested. */
export function outermost(doc: Document): Document {
  let at = doc
  while (at.parent !== undefined) {
    const piece = at.parent.text.pieces[0]
    if (piece === undefined) return at
    at = piece.doc
  }
  return at
}

/** The folder part of the outermost document's uri, without a trailing slash; empty at the top. */
export function folder(doc: Document): string {
  const { uri } = outermost(doc)
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')))
}
