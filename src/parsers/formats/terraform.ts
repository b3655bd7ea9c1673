import type { Document } from '../../model/document.js'
import { type Format, parsed } from '../format.js'
import { prepareHcl, readHcl } from '../syntax/hcl.js'
import { fileName } from './object.js'
import { balancers } from './terraform-balancers.js'
import { helmReleases } from './terraform-helm.js'
import { scalingGroups, volumes } from './terraform-machines.js'
import { moduleOf } from './terraform-module.js'
import { embeddedIn, references } from './terraform-user-data.js'

/** HCL is parsed at 1.5 MB/s and the grammar takes 18 ms to load, so a look at the words comes first: at the file's, then at each block's. */
const WORDS =
  /\b(?:aws_(?:elb|alb|lb|ebs_volume|volume_attachment|instance|launch_\w+|lb_\w+|alb_\w+|autoscaling_group|eks_node_group)|google_compute_disk|azurerm_managed_disk|helm_release|cloudinit_config|template_(?:file|cloudinit_config)|templatefile|\w*user[-_]?data\w*|custom_data|\w*startup[-_]script|cloud[-_]?init|cloudconfig)\b|<<[-~]?\s*"?[A-Za-z]/

/** Terraform and OpenTofu: resources klint knows, and the documents their strings hold. Fragments of one folder are one set. */
export const terraform: Format = {
  name: 'terraform',
  prepare: prepareHcl,
  detect: doc => doc.hint?.format === 'terraform' || (/\.(?:tf|tofu)$/i.test(fileName(doc)) && WORDS.test(doc.source)),
  read,
}

function read(doc: Document) {
  const hcl = readHcl(doc, block => WORDS.test(block))
  const module = moduleOf(doc, hcl)
  const fragments = [
    ...balancers(module),
    ...volumes(module),
    ...scalingGroups(module),
    ...helmReleases(module),
    ...references(module),
  ]
  return parsed(fragments, embeddedIn(module), hcl.problems)
}
