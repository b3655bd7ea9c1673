import type { Finding, Fix, NotChecked } from '../model/finding.js'
import type { Problem } from '../model/fragment.js'
import { append } from '../model/lists.js'
import type { Selection } from './selection.js'

/** What can be said of something the engine itself finds. */
export interface OwnFacts {
  readonly summary: string
  readonly severity: Finding['severity']
  readonly why: string
  readonly help: string
  readonly fix?: Fix['level']
  /** What is wrong with a suppression is not silenced by another one; klint.yaml still may. */
  readonly ignorable?: false
}

const OWN = {
  'klint/unreadable-document': {
    summary: 'a document cannot be read',
    severity: 'error',
    why: 'what it configures was not checked, and its component may refuse it as well',
    help: 'mend the document, or list it under `exclude` in klint.yaml if it is none',
  },
  'klint/unknown-suppression': {
    summary: 'a suppression names a rule that does not exist',
    severity: 'warning',
    why: 'the finding it was meant for is still reported, or will be once the rule has the right name',
    help: 'use the id printed in brackets after the severity',
    fix: 'unsafe',
    ignorable: false,
  },
  'klint/malformed-suppression': {
    summary: 'a suppression is not written as klint reads it',
    severity: 'warning',
    why: 'it silences nothing, whatever its author meant',
    help: 'write `klint: ignore[rule-id] reason`',
    ignorable: false,
  },
  'klint/unused-suppression': {
    summary: 'a suppression silences nothing',
    severity: 'warning',
    why: 'whoever reads it takes a danger for accepted that is not there, and the next one at that place goes unseen',
    help: 'remove the suppression',
    fix: 'safe',
    ignorable: false,
  },
  'klint/expired-suppression': {
    summary: 'a suppression is past its day',
    severity: 'warning',
    why: 'what it silenced was accepted until that day and no longer, and is reported again',
    help: 'mend what it silenced, or give it another day and say why',
    fix: 'unsafe',
    ignorable: false,
  },
  'klint/suppression-without-reason': {
    summary: 'a suppression does not say why',
    severity: 'warning',
    why: 'nobody can tell later whether the danger was weighed or only silenced',
    help: 'write the reason behind the bracket',
    ignorable: false,
  },
  'klint/drift': {
    summary: 'a running cluster is not what the files say',
    severity: 'warning',
    why: 'the next roll-out undoes what runs, or a new node gets what nobody has tried, on a day that nobody chose',
    help: 'roll the files out, or write what runs into them',
  },
} as const satisfies Record<string, OwnFacts>

export type OwnRule = keyof typeof OWN

/** What the engine itself finds has ids, severities and pages like any rule. */
export const OWN_RULES: Readonly<Record<OwnRule, OwnFacts>> = OWN

export const isOwnRule = (id: string): id is OwnRule => Object.hasOwn(OWN, id)

export function ownFinding(rule: OwnRule, what: string, at: Finding['at'], help?: string): Finding {
  const { severity, why } = OWN_RULES[rule]
  return {
    rule,
    severity,
    message: 'found',
    what,
    why,
    help: help ?? OWN_RULES[rule].help,
    page: `rules-docs/${rule}.md`,
    at,
    related: [],
    assuming: [],
  }
}

/** Broken documents are findings; templates that do not parse are not analysed, which is no fault of theirs. */
export function problemFindings(
  problems: readonly Problem[],
  chosen: Pick<Selection, 'own'>,
): { findings: Finding[]; notChecked: NotChecked[] } {
  const findings: Finding[] = []
  const notChecked: NotChecked[] = []
  for (const { at, what, because } of problems) {
    if (because === 'broken') append(findings, chosen.own(ownFinding('klint/unreadable-document', what, at)))
    else notChecked.push({ what: `${at.doc.uri}: ${what}`, at, rules: [] })
  }
  return { findings, notChecked }
}
