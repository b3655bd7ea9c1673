import type { Document, Region } from '../model/document.js'
import type { Fragment, Parsed, Problem } from '../model/fragment.js'
import type { Tree } from '../model/tree.js'

/** One schema, or one carrier of others. Formats know neither precedence nor defaults, read no other file and never throw on bad input. */
export interface Format {
  readonly name: string
  /** A cheap look at `doc.hint`, path and bytes; most specific formats are asked first, the first to say yes reads. */
  detect(doc: Document): boolean
  read(doc: Document): Parsed
  /** Asked of few documents, after `read`: those that may hold a directive of klint. */
  remarks?(doc: Document): Remarks
  /** Awaited once before the first document of the format is read (HCL's wasm). `elapsed` counts milliseconds, for what may hang. */
  prepare?(elapsed?: () => number): Promise<void>
}

/** Where somebody can write to whoever reads a document, and where nobody can. */
export interface Remarks {
  /** Comments of the syntax in the order of the document: from the leader to what closes it, or to the end of the line. */
  readonly comments: readonly Region[]
  /** Values and commands that take several lines, in order: a comment about one stands on its first line or above it. */
  readonly solid: readonly Region[]
  /** Comments have lines to themselves: behind a value they are a part of it. */
  readonly ownLines?: true
  /** The maps and lists of the document, for syntaxes in which an entry may serve as a comment. */
  readonly trees?: () => readonly Tree[]
}

/** A schema in a YAML or JSON document: several may share a file, so they are asked for each document of it. */
export interface TreeFormat {
  readonly name: string
  /** Looks at apiVersion, kind and a few keys of one tree; every format that wants a tree reads it. */
  wants(tree: Tree, doc: Document): boolean
  read(tree: Tree, context: TreeContext): Parsed
}

export interface TreeContext {
  readonly doc: Document
  /** All trees of the same file, this one included, in order: kubeadm and kops keep a document set in one file. */
  readonly siblings: readonly Tree[]
}

export const NOTHING: Parsed = { fragments: [], embedded: [], problems: [] }

export function parsed(
  fragments: readonly Fragment[],
  embedded: readonly Document[] = [],
  problems: readonly Problem[] = [],
): Parsed {
  return { fragments, embedded, problems }
}

export function merge(parts: readonly Parsed[]): Parsed {
  return {
    fragments: parts.flatMap(part => part.fragments),
    embedded: parts.flatMap(part => part.embedded),
    problems: parts.flatMap(part => part.problems),
  }
}
