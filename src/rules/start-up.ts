import { isSeenRunning } from '../facts/running.js'
import { type Checking, holdsAt, type Validation } from '../facts/start-up/validation.js'
import { isVendorBuild } from '../facts/vendors.js'
import type { Component } from '../model/component.js'
import type { ComponentKind } from '../model/fragment.js'
import { type Apart, defineRule, type Message, type Placed, type Read, type Report, type Rule } from '../model/rule.js'

type About = Pick<Rule, 'id' | 'summary' | 'since' | 'kubernetes' | 'evidence' | 'fix'> &
  Partial<Pick<Rule, 'preset' | 'category' | 'severity'>> & {
    /** What it means that the component does not start. */
    readonly why: string
  }

/** A rule of which every message is a check the component makes at start: the rows of a table (facts/start-up). */
export function startUpRule<K extends ComponentKind>(
  kind: K,
  { why, ...about }: About,
  rows: readonly Validation<K>[],
): Rule<K> {
  const messages: Record<string, Message> = {}
  for (const { id, reason, remedy } of rows)
    messages[id] = { what: `\`{spelling}\` stops {component} {version}: ${reason}`, why, help: remedy, effect: 'stops' }
  return defineRule({
    severity: 'error',
    preset: ['recommended'],
    category: 'correctness',
    ...about,
    checks: kind,
    messages,
    validations: rows,

    *check(component: Component<K>) {
      // what runs has started, and which checks a vendor's build makes nobody can tell
      if (isSeenRunning(component) || isVendorBuild(component)) return
      for (const row of rows)
        if (holdsAt(row.versions, component.version)) yield { apart: reports(row, row.check(component)) }
    },
  } as unknown as Rule<K>)
}

function* reports<K extends ComponentKind>(
  row: Validation<K>,
  checking: Checking,
): Generator<Read | Report | Apart, void, unknown> {
  for (const said of checking) {
    if ('read' in said) yield said
    else if ('apart' in said) yield { apart: reports(row, said.apart) }
    else {
      const { values, ...place } = said
      yield { ...place, message: row.id, values: { spelling: spellingOf(said.at) ?? row.settings[0], ...values } }
    }
  }
}

/** The author's own text, where there is one. */
function spellingOf(at: Placed): string | undefined {
  if ('spelling' in at && typeof at.spelling === 'string') return at.spelling
  return 'by' in at ? at.by?.spelling : undefined
}
