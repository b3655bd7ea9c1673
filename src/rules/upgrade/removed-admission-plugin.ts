import { admissionPlugin, nearestPlugin, pluginAt } from '../../facts/admission-plugins.js'
import { versions } from '../../facts/flags.js'
import { isSeenRunning } from '../../facts/running.js'
import { gateOf } from '../../facts/start-up/checks.js'
import { isUpstreamBuild, isVendorBuild } from '../../facts/vendors.js'
import type { Component } from '../../model/component.js'
import { offer } from '../../model/fix.js'
import { removeListItem } from '../../model/list-edit.js'
import { isWithin } from '../../model/location.js'
import { type Apart, defineRule, known, type Read, type Report } from '../../model/rule.js'
import type { Assignment, ListItem } from '../../model/setting.js'
import { lookup, textAt } from '../../model/tree.js'
import { formatMinor, minorOf } from '../../model/version.js'

type Message = 'ignored' | 'removed' | 'replaced' | 'tooNew' | 'unknown' | 'gated'
type Saying = Generator<Read | Report<Message> | Apart<Message>, void, unknown>

const FLAGS = ['enable-admission-plugins', 'disable-admission-plugins', 'admission-control'] as const
type Flag = (typeof FLAGS)[number]

const why = 'the apiserver exits at start, so an upgrade stops at the first control-plane node'

/** There are about forty plugins; nobody lists so many, and what a generator repeats without end is told here. */
const MOST = 500

export default defineRule({
  id: 'upgrade/removed-admission-plugin',
  summary: 'an admission plugin is unknown to this version',
  checks: 'kube-apiserver',
  severity: 'error',
  preset: ['recommended'],
  category: 'upgrade',
  since: '0.1.0',
  kubernetes: '>=1.10',
  evidence: [
    'https://github.com/kubernetes/kubernetes/blob/master/pkg/kubeapiserver/options/plugins.go',
    'https://github.com/rancher/rancher/issues/33252',
    'https://github.com/kubermatic/kubermatic/issues/11836',
    'https://github.com/gardener/gardener/issues/6431',
  ],
  fix: 'unsafe',
  messages: {
    removed: {
      what: 'admission plugin `{plugin}` was removed in kube-apiserver {removed}',
      why,
      help: 'remove `{plugin}` from `--{flag}`',
      effect: 'stops',
    },
    replaced: {
      what: 'admission plugin `{plugin}` was removed in kube-apiserver {removed}',
      why,
      help: 'remove `{plugin}` from `--{flag}`; `{instead}` does its work now',
      effect: 'stops',
    },
    tooNew: {
      what: 'admission plugin `{plugin}` exists only from kube-apiserver {introduced}',
      why,
      help: 'remove it until {introduced}',
      effect: 'stops',
    },
    unknown: {
      what: 'kube-apiserver {version} has no admission plugin `{plugin}`',
      why,
      help: '{remedy}',
      effect: 'stops',
    },
    gated: {
      what: 'admission plugin `{plugin}` stops kube-apiserver {version} unless the gate `{plugin}` is on',
      why,
      help: 'remove `{plugin}`; `PodSecurity` does its work now',
      effect: 'stops',
    },
    ignored: {
      what: 'kube-apiserver {version} has no admission plugin `{plugin}`, so its configuration is ignored',
      why: 'the limits or policies written there are not in force, and nothing says so',
      help: 'remove the entry of `{plugin}`',
      severity: 'warning',
      effect: 'ignored',
    },
  },

  *check(apiserver) {
    if (isVendorBuild(apiserver) || isSeenRunning(apiserver)) return
    yield { apart: configured(apiserver) }
    for (const flag of FLAGS) yield { apart: pluginsOf(apiserver, flag) }
  },
})

function* pluginsOf(apiserver: Component<'kube-apiserver'>, flag: Flag): Saying {
  const setting = apiserver.get(flag)
  if (setting === undefined) return
  const list = yield* known(setting)
  if (list.state !== 'set' || list.value === undefined) return
  const written = apiserver.assignments.filter(({ key, entry }) => key === list.by?.key && entry === undefined)
  for (const item of list.value.slice(0, MOST)) {
    // several occurrences add up
    const own = written.find(({ value }) => value?.locate().some(place => isWithin(item.at, place)))
    const only = written.length > 1 ? undefined : list.by
    yield { apart: judged(apiserver, flag, item, own ?? only) }
  }
}

function* judged(
  apiserver: Component<'kube-apiserver'>,
  flag: Flag,
  item: ListItem,
  list: Assignment | undefined,
): Saying {
  const { value: plugin, at } = item
  const { version } = apiserver
  const state = plugin === '' ? 'maybe' : pluginAt(plugin, version)
  const fact = admissionPlugin(plugin)
  if (state === 'never') {
    const severity = (yield* isUpstreamBuild(apiserver)) ? 'error' : 'warning'
    const meant = nearestPlugin(plugin, version)
    const remedy = meant === undefined ? `remove \`${plugin}\`` : `use \`${meant}\` or remove \`${plugin}\``
    yield { message: 'unknown', at, severity, values: { plugin, remedy } }
  } else if (fact === undefined || state === 'maybe') return
  else if (state === 'too-new')
    yield { message: 'tooNew', at, values: { plugin, introduced: formatMinor(fact.introduced) } }
  else if (fact.removed !== undefined && fact.removed <= nextMinor(minorOf(version))) {
    const ahead = state === 'yes'
    yield {
      message: fact.instead === undefined ? 'removed' : 'replaced',
      at,
      ...(ahead ? { severity: 'warning', bites: fact.removed } : {}),
      // what it kept away it keeps away no more: somebody has to see to that first
      ...(ahead || list === undefined ? {} : offer('unsafe', `remove \`${plugin}\``, removeListItem(list, item))),
      values: {
        plugin,
        flag,
        removed: formatMinor(fact.removed),
        ...(fact.instead === undefined ? {} : { instead: fact.instead }),
      },
    }
  } else if (plugin === 'SecurityContextDeny' && flag !== 'disable-admission-plugins') {
    // an alpha feature from 1.27 on: plugin/pkg/admission/securitycontext/scdeny/admission.go
    const gate = minorOf(version) < 127 ? undefined : yield* gateOf(apiserver, plugin)
    if (gate?.value === false) yield { message: 'gated', at, values: { plugin } }
  }
}

/** Entries of the file of `--admission-control-config-file`: nobody asks for those of plugins that are not there. */
function* configured(apiserver: Component<'kube-apiserver'>): Saying {
  const file = yield* known(apiserver.document('admission-control-config-file'))
  const plugins = file.value === undefined ? undefined : lookup(file.value, 'plugins')
  if (plugins?.state !== 'found' || plugins.value.kind !== 'list') return
  for (const { value } of plugins.value.items) {
    const name = textAt(value, 'name')
    if (name?.known !== true) continue
    const state = pluginAt(name.value, apiserver.version)
    if (state === 'removed' || (state === 'never' && (yield* isUpstreamBuild(apiserver))))
      yield { message: 'ignored', at: name, values: { plugin: name.value } }
  }
}

const nextMinor = (minor: number): number => versions('kube-apiserver').find(next => next > minor) ?? minor
