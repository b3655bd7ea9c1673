import { isAuthored } from '../../model/authored.js'
import type { Component } from '../../model/component.js'
import type { Assignment } from '../../model/setting.js'
import type { Text } from '../../model/text.js'

/** A flag of etcd's command line that is parsed, whether its value counts or not. */
export interface ParsedFlag {
  readonly written: Assignment
  readonly value: Text
}

/**
 * Every occurrence of a flag: Go's flag package hands each to its type at once, also one that a later occurrence or a configuration file
 * beats (server/etcdmain/config.go, parse).
 */
export function* parsedFlags({ assignments, overruled }: Component<'etcd'>, key: string): Generator<ParsedFlag> {
  for (const written of [...assignments, ...overruled]) {
    const { value } = written
    if (written.layer !== 'flag' || written.key !== key || written.entry !== undefined) continue
    if (value?.known && isAuthored(written)) yield { written, value }
  }
}

/** Those of them of which the value does not count. */
export function* beatenFlags(etcd: Component<'etcd'>, key: string, by: Assignment | undefined): Generator<ParsedFlag> {
  for (const parsed of parsedFlags(etcd, key)) if (parsed.written.at !== by?.at) yield parsed
}
