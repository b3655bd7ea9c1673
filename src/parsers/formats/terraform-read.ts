import type { Document } from '../../model/document.js'
import type { Parsed } from '../../model/fragment.js'
import { parsed } from '../format.js'
import { readHcl } from '../syntax/hcl.js'
import { WORDS } from './terraform.js'
import { balancers } from './terraform-balancers.js'
import { helmFiles, helmReleases } from './terraform-helm.js'
import { scalingGroups, volumes } from './terraform-machines.js'
import { moduleOf } from './terraform-module.js'
import { embeddedIn, references } from './terraform-user-data.js'

export { hclRemarks, prepareHcl } from '../syntax/hcl.js'

export function read(doc: Document): Parsed {
  const hcl = readHcl(doc, block => WORDS.test(block))
  const module = moduleOf(doc, hcl)
  const fragments = [
    ...balancers(module),
    ...volumes(module),
    ...scalingGroups(module),
    ...helmReleases(module),
    ...helmFiles(module),
    ...references(module),
  ]
  return parsed(fragments, embeddedIn(module), hcl.problems)
}
