import { CHART_CLOUD_PROVIDER, CHART_EXTRA_ARGS, CHART_TAGS } from '../../facts/platforms/cluster-autoscaler.js'
import type { DefaultArg } from '../../facts/platforms/rows.js'
import type { ArgvFragment, Count, SettingsFragment } from '../../model/fragment.js'
import { MASK, Text } from '../../model/text.js'
import { entry, type Found, itemsAt, lookup, scalarText, type Tree } from '../../model/tree.js'
import { defaultWord } from './args.js'
import { belonging } from './set.js'
import { isAnyWord, isHole, joined, renamedWord, unknownAt, userWord, word, written } from './written.js'

/**
 * The autoscaler of the Helm chart: kubernetes/autoscaler cluster-autoscaler/charts/cluster-autoscaler/templates/deployment.yaml,
 * chart 9.59.0. The chart installs nothing unless node groups are named, but values may come in several files.
 */
export function chartFragment(values: SettingsFragment): ArgvFragment {
  const { tree } = values
  const into = written('cluster-autoscaler chart defaults')
  const provider = lookup(tree, 'cloudProvider')
  const named = provider.state === 'found' ? scalarText(provider.value) : undefined
  const cloud = provider.state === 'absent' ? CHART_CLOUD_PROVIDER : named?.known ? named.value : undefined
  const cloudWord =
    provider.state === 'found' && provider.key !== undefined
      ? renamedWord('cloud-provider', provider.key, named ?? unknownAt(provider.value.at))
      : into.line(`--cloud-provider=${provider.state === 'absent' ? CHART_CLOUD_PROVIDER : MASK}`)
  const extra = extraArgs(lookup(tree, 'extraArgs'), arg => defaultWord(arg, () => undefined, into))
  const custom = customArgs(lookup(tree, 'customArgs'))
  const texts = [
    cloudWord,
    into.line(`--namespace=${MASK}`),
    ...groups(tree),
    ...discovery(tree, cloud),
    ...extra.texts,
    ...custom.texts,
  ]
  const open =
    extra.open || custom.open || isHole(lookup(tree, 'autoscalingGroups')) || isHole(lookup(tree, 'autoDiscovery'))
  const count = instances(lookup(tree, 'replicaCount'))
  return {
    ...belonging(values, values.versions ?? []),
    kind: 'argv',
    component: 'cluster-autoscaler',
    words: texts.map(word),
    open: open || (tree.kind === 'map' && tree.open),
    environment: { variables: [], open: false },
    ...(count === undefined ? {} : { instances: count }),
  }
}

interface Words {
  readonly texts: Text[]
  readonly open: boolean
}

/**
 * `extraArgs`: the user's map over the chart's, in the order of its keys; a key is cut at its first `_` (so that a flag
 * can be repeated), `null` gives a bare flag, or takes away one of the chart's.
 */
function extraArgs(found: Found, byDefault: (arg: DefaultArg) => Text): Words {
  const map = found.state === 'found' && found.value.kind === 'map' ? found.value : undefined
  const byKey = new Map<string, Text | undefined>()
  let open = found.state === 'unknown' || (found.state === 'found' && map === undefined) || map?.open === true
  for (const arg of CHART_EXTRA_ARGS())
    if (map === undefined || entry(map, arg.name) === undefined) byKey.set(arg.name, byDefault(arg))
  for (const { key, value, conditional } of map?.entries ?? []) {
    if (!key.known || conditional) open = true
    if (!key.known) continue
    const name = key.value.startsWith('_') ? key : (key.split('_')[0] ?? key)
    const chart = CHART_EXTRA_ARGS().some(arg => arg.name === key.value)
    if (conditional) byKey.delete(key.value)
    else if (value.kind === 'scalar' && value.empty) byKey.set(key.value, chart ? undefined : userWord(name))
    else byKey.set(key.value, userWord(name, scalarText(value) ?? unknownAt(value.at)))
  }
  const sorted = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1))
  return { texts: sorted.flatMap(([, text]) => (text === undefined ? [] : [text])), open }
}

function customArgs(found: Found): Words {
  if (found.state !== 'found') return { texts: [], open: found.state === 'unknown' }
  if (found.value.kind !== 'list') return { texts: [], open: true }
  const sure = found.value.items.filter(({ conditional }) => !conditional)
  const texts = sure.map(({ value }) => scalarText(value) ?? unknownAt(value.at))
  const open = found.value.open || sure.length < found.value.items.length
  return { texts, open: open || texts.some(isAnyWord) }
}

/** `--nodes=min:max:name` for each of `autoscalingGroups`. */
function groups(tree: Tree): Text[] {
  return itemsAt(tree, 'autoscalingGroups').flatMap(group => {
    if (group.kind === 'list') return []
    const parts = ['minSize', 'maxSize', 'name'].map(key => {
      const found = lookup(group, key)
      return found.state === 'found' ? (scalarText(found.value) ?? unknownAt(found.value.at)) : unknownAt(group.at)
    })
    const { doc, start } = group.at
    return [Text.join([Text.whole(doc, start, start, '--nodes='), joined(parts, ':')])]
  })
}

/** `--node-group-auto-discovery`: tags on AWS, labels of Azure; elsewhere its form depends on more keys, so the value is not judged. */
function discovery(tree: Tree, cloud: string | undefined): Text[] {
  const name = lookup(tree, 'autoDiscovery', 'clusterName')
  if (name.state === 'absent' || name.state === 'unknown' || name.key === undefined) return []
  const text = scalarText(name.value) ?? unknownAt(name.value.at)
  if (text.value === '') return []
  const flag = (value: Text | undefined) =>
    value === undefined ? [] : [renamedWord('node-group-auto-discovery', name.key ?? text, value)]
  const at = text.at
  const fixed = (value: string) => Text.whole(at.doc, at.start, at.start, value)
  if (cloud === 'azure')
    return flag(Text.join([fixed('label:cluster-autoscaler-enabled=true,cluster-autoscaler-name='), text]))
  if (cloud !== 'aws')
    return cloud === undefined || cloud === 'magnum' || cloud === 'clusterapi' ? flag(unknownAt(at)) : []
  const tags = lookup(tree, 'autoDiscovery', 'tags')
  if (tags.state !== 'absent') return flag(unknownAt(tags.state === 'found' ? tags.value.at : tags.at))
  const [enabled = '', owned = ''] = CHART_TAGS
  return flag(Text.join([fixed(`asg:tag=${enabled},${owned.replace('{cluster}', '')}`), text]))
}

function instances(found: Found): Count | undefined {
  if (found.state === 'absent') return { min: 1, max: 1 }
  const text = found.state === 'found' ? scalarText(found.value) : undefined
  if (text === undefined || !/^\d{1,4}$/.test(text.value)) return undefined
  return { min: Number(text.value), max: Number(text.value) }
}
