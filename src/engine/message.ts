import type { Component } from '../model/component.js'
import type { Finding, Severity } from '../model/finding.js'
import { type Location, sameLocation } from '../model/location.js'
import { locationOf, type Message, type Placed, type Report, type Rule } from '../model/rule.js'
import type { Assumption } from '../model/setting.js'
import { formatMinor, formatRange, type VersionRange } from '../model/version.js'

/** What the engine knows about a report besides what the rule said. */
export interface Told {
  readonly component?: Component
  /** The versions the report holds for. */
  readonly range?: VersionRange
  readonly severity: Severity
  /** A place in a document of the user. */
  readonly at: Location
  readonly assuming: readonly Assumption[]
  /** The minor of the component (of Kubernetes where it is about none) at which it holds, for `--target-version`. */
  readonly upgrade?: number
  /** Where it is not true yet: the first minor of Kubernetes at which it is. */
  readonly bites?: number
}

/** The author's own text of what a report points at. */
function spellingOf(at: Placed): string | undefined {
  if ('spelling' in at && typeof at.spelling === 'string') return at.spelling
  if ('by' in at && at.by !== undefined) return at.by.spelling
  return undefined
}

const PLACEHOLDER = /\{([a-zA-Z][a-zA-Z0-9]*)\}/g

/** Fills `{name}`; braces that hold no single name (YAML flow style) stay. A name without a value is a bug of the rule. */
export function fill(
  text: string,
  values: Readonly<Record<string, string | number | undefined>>,
  rule: string,
): string {
  return text.replace(PLACEHOLDER, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`${rule}: the message has no value for {${name}}`)
    return String(value)
  })
}

const LAYERS: Record<Assumption['layer'], string> = {
  flag: 'no flag',
  environment: 'no environment variable',
  'drop-in': 'no drop-in',
  file: 'no configuration file',
  observed: 'nothing observed',
}

/** "no flag sets it ($KUBELET_EXTRA_ARGS is not in view)", one per layer. */
export function assumptions(assuming: readonly Assumption[]): string[] {
  const byLayer = new Map<Assumption['layer'], Set<string>>()
  for (const { layer, what } of assuming) byLayer.set(layer, (byLayer.get(layer) ?? new Set()).add(what))
  return [...byLayer].map(([layer, whats]) => {
    const named = [...whats]
    return `${LAYERS[layer]} sets it (${named.join(', ')} ${named.length === 1 ? 'is' : 'are'} not in view)`
  })
}

function versionOf({ range, upgrade }: Told): string | undefined {
  if (upgrade !== undefined) return formatMinor(upgrade)
  return range === undefined ? undefined : formatRange(range)
}

export function finding(rule: Rule, report: Report, told: Told): Finding {
  const message: Message | undefined = rule.messages[report.message]
  if (message === undefined) throw new Error(`${rule.id}: no message ${report.message}`)
  const values = {
    spelling: spellingOf(report.at),
    component: told.component?.kind,
    version: versionOf(told),
    ...report.values,
  }
  const component = told.component?.kind
  const effect = report.effect ?? message.effect
  const { at } = told
  const lacking = told.component !== undefined && sameLocation(at, told.component.anchor) ? component : undefined
  return {
    rule: rule.id,
    severity: told.severity,
    message: report.message,
    what: fill(message.what, values, rule.id),
    why: fill(message.why, values, rule.id),
    help: fill(message.help, values, rule.id),
    ...(effect === undefined ? {} : { effect }),
    page: `rules-docs/${rule.id}.md`,
    at,
    ...(lacking === undefined ? {} : { lacking }),
    ...(report.label === undefined ? {} : { label: report.label }),
    related: (report.related ?? [])
      .map(({ at, label }) => ({ at: locationOf(at), label }))
      .filter(({ at }) => at.doc.made === undefined),
    ...(component === undefined ? {} : { component }),
    ...(told.component?.pool === undefined ? {} : { pool: told.component.pool }),
    assuming: [
      ...(told.bites === undefined ? [] : [`an upgrade to Kubernetes ${formatMinor(told.bites)}`]),
      ...assumptions(told.assuming),
    ],
    ...(report.fix === undefined ? {} : { fix: report.fix }),
    ...(told.bites === undefined ? {} : { bites: formatMinor(told.bites) }),
  }
}
