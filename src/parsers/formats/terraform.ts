import { type Format, NOTHING } from '../format.js'
import { fileName } from './object.js'

/** HCL is parsed at 1.5 MB/s and the grammar takes 18 ms to load, so a look at the words comes first: at the file's, then at each block's. */
export const WORDS =
  /\b(?:aws_(?:elb|alb|lb|ebs_volume|volume_attachment|instance|launch_\w+|lb_\w+|alb_\w+|autoscaling_group|eks_node_group)|google_compute_disk|azurerm_managed_disk|helm_release|cloudinit_config|template_(?:file|cloudinit_config)|templatefile|\w*user[-_]?data\w*|custom_data|\w*startup[-_]script|cloud[-_]?init|cloudconfig)\b|<<[-~]?\s*"?[A-Za-z]/

/** All that reads HCL is loaded with the grammar: most runs see none. */
let reader: typeof import('./terraform-read.js') | undefined

/** Terraform and OpenTofu: resources klint knows, and the documents their strings hold. Fragments of one folder are one set. */
export const terraform: Format = {
  name: 'terraform',
  async prepare(elapsed) {
    reader = await import('./terraform-read.js')
    await reader.prepareHcl(elapsed)
  },
  detect: doc => doc.hint?.format === 'terraform' || (/\.(?:tf|tofu)$/i.test(fileName(doc)) && WORDS.test(doc.source)),
  read: doc => reader?.read(doc) ?? NOTHING,
  remarks: doc => reader?.hclRemarks(doc) ?? { comments: [], solid: [] },
}
