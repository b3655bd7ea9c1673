import type { Document } from '../../model/document.js'
import type { Parsed } from '../../model/fragment.js'
import type { Text } from '../../model/text.js'
import {
  type Item,
  itemsAt,
  lookup,
  scalarText,
  stringAt,
  type Tree,
  type TreeMap,
  textAt,
  treeAt,
} from '../../model/tree.js'
import { embed } from '../embed.js'
import { merge, NOTHING, parsed, type TreeFormat } from '../format.js'
import { readYaml } from '../syntax/yaml.js'
import { belonging } from './belonging.js'
import { chartValues, isChart, noValues } from './chart-values.js'
import { isPatching } from './kustomization.js'
import { kindOf, ofGroup } from './object.js'
import { unknownText } from './trees.js'
import { mergeValues, overridable, setValue } from './values.js'
import { chartLayers, filesIn, layer, layers } from './values-files.js'

/** Releases of the chart cluster-autoscaler in the words of those who install it: Flux, Argo CD, kustomize, helmfile. */
export const autoscalerRelease: TreeFormat = {
  name: 'autoscaler-release',
  wants: tree => readerOf(tree) !== undefined,
  read: (tree, { doc }) => readerOf(tree)?.(tree, doc) ?? NOTHING,
}

type Reader = (tree: Tree, doc: Document) => Parsed

function readerOf(tree: Tree): Reader | undefined {
  const kind = kindOf(tree)
  if (kind === 'HelmRelease') return ofGroup(tree, 'fluxcd.io') ? flux : undefined
  if (kind === 'Application') return ofGroup(tree, 'argoproj.io') ? argo : undefined
  if (kind === 'ApplicationSet') return ofGroup(tree, 'argoproj.io') ? argoSet : undefined
  if (treeAt(tree, 'helmCharts')?.kind === 'list') return kustomize
  return kind === undefined && treeAt(tree, 'releases')?.kind === 'list' ? helmfile : undefined
}

const isThere = (tree: Tree, ...route: readonly string[]): boolean => lookup(tree, ...route).state !== 'absent'

/** The chart if it is the one; values are anchored at its name, since there may be none. */
function chartAt(tree: Tree, ...route: readonly string[]): Text | undefined {
  const text = textAt(tree, ...route)
  return isChart(text?.value) ? text : undefined
}

/** `spec.chart.spec.chart` of helm.toolkit.fluxcd.io, `spec.chart.name` of the Helm operator before; inline values come last. */
function flux(tree: Tree, doc: Document): Parsed {
  const chart = chartAt(tree, 'spec', 'chart', 'spec', 'chart') ?? chartAt(tree, 'spec', 'chart', 'name')
  if (chart === undefined) return NOTHING
  const from = lookup(tree, 'spec', 'valuesFrom')
  const inline = isThere(tree, 'spec', 'values')
  const files = filesIn(lookup(tree, 'spec', 'chart', 'spec', 'valuesFiles'))
  const rendered = isThere(tree, 'spec', 'postRenderers')
  let values = over(noValues(chart.at, from.state !== 'absent' || files.length > 0), tree, ['spec', 'values'])
  if (rendered) values = overridable(values)
  // A ConfigMap has a name; the file it is made of may have any.
  const sources = from.state === 'found' && from.value.kind === 'list' ? from.value.items.length : 2
  const layered = inline || rendered || files.length > 0 || sources > 1
  return parsed([
    chartValues(values, doc, chart.at),
    ...layers(doc, files, inline || rendered || from.state !== 'absent'),
    ...(from.state !== 'absent' && layered ? [layer(doc, chart.at, unknownText(chart.at))] : []),
  ])
}

/** Values at a route over those below; what stands there and is not known may override all of them. */
function over(below: TreeMap, tree: Tree, route: readonly string[]): TreeMap {
  const found = lookup(tree, ...route)
  if (found.state === 'absent') return below
  return found.state === 'found' && found.value.kind === 'map' ? merged(below, found.value) : overridable(below)
}

function merged(below: TreeMap, above: TreeMap): TreeMap {
  const tree = mergeValues(below, above)
  return tree.kind === 'map' ? tree : above
}

const argo = (tree: Tree, doc: Document): Parsed => application(treeAt(tree, 'spec'), doc)

const argoSet = (tree: Tree, doc: Document): Parsed => application(treeAt(tree, 'spec', 'template', 'spec'), doc)

function application(spec: Tree | undefined, doc: Document): Parsed {
  if (spec === undefined) return NOTHING
  const source = treeAt(spec, 'source')
  const sources = source === undefined ? itemsAt(spec, 'sources') : [source]
  return merge(sources.map(one => argoSource(one, doc)))
}

/** argo-cd v3.0.0 docs/user-guide/helm.md: `parameters` beat `valuesObject`, which replaces `values`; files come first. */
function argoSource(source: Tree, doc: Document): Parsed {
  const chart = chartAt(source, 'chart')
  const helm = treeAt(source, 'helm') ?? noValues(source.at)
  const files = filesIn(lookup(helm, 'valueFiles'))
  const more = ['values', 'valuesObject', 'parameters', 'fileParameters'].some(key => isThere(helm, key))
  const path = textAt(source, 'path')
  if (chart === undefined && path !== undefined) return parsed(chartLayers(doc, path, files, more))
  if (chart === undefined) return NOTHING
  let tree = noValues(chart.at, lookup(helm, 'valueFiles').state !== 'absent')
  if (lookup(helm, 'valuesObject').state !== 'absent') tree = over(tree, helm, ['valuesObject'])
  else tree = overText(tree, helm)
  return parsed([chartValues(overParameters(tree, helm, 'parameters'), doc, chart.at), ...layers(doc, files, more)])
}

/** `values` as one string of YAML. */
function overText(below: TreeMap, helm: Tree): TreeMap {
  const found = lookup(helm, 'values')
  if (found.state === 'absent') return below
  const text = found.state === 'found' ? scalarText(found.value) : undefined
  if (text === undefined) return overridable(below)
  const [root] = readYaml(embed(text, { name: 'helm.values', hint: { format: 'yaml' } })).trees
  return root?.kind === 'map' ? merged(below, root) : overridable(below)
}

/** A list of `{ name, value }` as `--set` takes them. */
function overParameters(below: TreeMap, tree: Tree, key: string): TreeMap {
  const found = lookup(tree, key)
  if (found.state === 'absent') return below
  if (found.state === 'unknown' || found.value.kind !== 'list') return overridable(below)
  let values = below
  for (const { value: item, conditional } of found.value.items) {
    const [name, value] = [treeAt(item, 'name'), treeAt(item, 'value')]
    const text = name === undefined ? undefined : scalarText(name)
    if (text === undefined) values = overridable(values)
    else if (value !== undefined) {
      const above = setValue(text, value)
      values = merged(values, conditional ? overridable(above) : above)
    }
  }
  return found.value.open ? overridable(values) : values
}

/** `helmCharts` of kustomize: `valuesInline` over `valuesFile`, which is a document of its own. */
function kustomize(tree: Tree, doc: Document): Parsed {
  const patching = isPatching(tree)
  return merge(
    itemsAt(tree, 'helmCharts').map(chart => {
      const name = chartAt(chart, 'name')
      if (name === undefined) return NOTHING
      const file = textAt(chart, 'valuesFile')
      const inline = isThere(chart, 'valuesInline')
      const files = [...(file === undefined ? [] : [file]), ...filesIn(lookup(chart, 'additionalValuesFiles'))]
      if (file !== undefined && files.length === 1 && !inline && !patching)
        return parsed([{ kind: 'reference', ...belonging(doc, file.at), target: file, as: 'file' }])
      const values = over(noValues(name.at, files.length > 0), chart, ['valuesInline'])
      return parsed([
        chartValues(patching ? overridable(values) : values, doc, name.at),
        ...layers(doc, files, inline || patching),
      ])
    }),
  )
}

const isMap = ({ value }: Item): boolean => value.kind === 'map'

/** `releases` of a helmfile: values are maps or names of files, in order; `set` beats them. */
function helmfile(tree: Tree, doc: Document): Parsed {
  return merge(
    itemsAt(tree, 'releases').map(release => {
      const chart = chartAt(release, 'chart')
      if (chart === undefined || stringAt(release, 'installed') === 'false') return NOTHING
      let values = noValues(chart.at)
      const found = lookup(release, 'values')
      if (found.state === 'unknown') values = overridable(values)
      for (const { value, conditional } of found.state === 'found' && found.value.kind === 'list'
        ? found.value.items
        : [])
        values = value.kind === 'map' && !conditional ? merged(values, value) : overridable(values)
      const inline = found.state === 'found' && found.value.kind === 'list' && found.value.items.some(isMap)
      const more = inline || ['set', 'setString', 'setTemplate', 'secrets'].some(key => isThere(release, key))
      return parsed([
        chartValues(overParameters(values, release, 'set'), doc, chart.at),
        ...layers(doc, filesIn(found), more),
      ])
    }),
  )
}
