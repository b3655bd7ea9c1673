import type { ComponentKind } from '../model/fragment.js'
import { nearest } from '../model/nearest.js'
import { fieldLine, tableOf } from './lines.js'
import { type FieldLifetime, fieldLifetime } from './settings.js'

/** A field of a component's configuration file, objects and parts of lists (`logging.vmodule[].filePattern`) included. */
export interface FieldFact extends FieldLifetime {
  readonly path: string
  /** It holds fields of its own. */
  readonly object: boolean
}

export function field(component: ComponentKind, path: string): FieldFact | undefined {
  const line = fieldLine(component, path)
  return line === undefined ? undefined : { path, object: line('type') === 'o', ...fieldLifetime(line) }
}

/** Every path a component's file may hold, of every version. */
export function* fieldPaths(component: ComponentKind): Generator<string> {
  const table = tableOf(component)
  for (let at = table.indexOf('\t.'); at !== -1; at = table.indexOf('\t.', at + 1))
    yield table.slice(at + 2, table.indexOf('\t', at + 2))
}

/** The path a person most likely meant. */
export const nearestField = (component: ComponentKind, path: string): string | undefined =>
  nearest(path, fieldPaths(component))
