import type { Component, Resource } from '../model/component.js'
import { type Setting, writtenValue } from '../model/setting.js'
import { keyOf } from './settings.js'

/**
 * What the author of a component calls a key: the flag where a flag sets it or only flags count, else the field. kops writes
 * flags from fields of its own that are named as the kubelet's. Without dashes or dots for keys that are not known.
 */
export function authorsName(
  component: Pick<Component, 'kind' | 'platform' | 'configFile'>,
  key: string,
  setting: Setting<unknown>,
): string {
  const flag = keyOf(component.kind, key)?.flag
  if (flag === undefined || component.platform === 'kops') return key
  const by = setting.state === 'unknown' ? undefined : setting.by
  const byFlag = by === undefined ? component.configFile === 'no' : by.layer === 'flag'
  return byFlag ? `--${flag}` : key
}

/** What people call a thing of a cloud: its name, the label it has in Terraform's files, its tag `Name`. */
export const calledNames = (resource: Resource): readonly string[] =>
  [resource.name, writtenValue(resource.get('label')), writtenValue(resource.get('tags.Name'))].filter(
    name => name !== undefined,
  )
