import type { Document } from '../../model/document.js'
import { type Format, NOTHING, parsed } from '../format.js'
import { readYaml } from '../syntax/yaml.js'
import { yamlRemarks } from '../syntax/yaml-comments.js'
import { editedPaths } from './script-files.js'
import { commandScript, field, writtenFiles } from './write-files.js'

/** `#cloud-config` on the first line, behind `## template: jinja` if the file is a template of cloud-init itself. */
export const isCloudConfig = (doc: Document): boolean =>
  doc.hint?.format === 'cloud-init' || /^\s*(?:##[^\n]*\n\s*)?#cloud-config\b/.test(doc.source.slice(0, 400))

const isScript = ({ source }: Document): boolean => /^#!.*sh\b/.test(source)

/** cloud-init's user data: carries files and scripts, all of one machine. */
export const cloudInit: Format = {
  name: 'cloud-init',
  detect: isCloudConfig,
  remarks: yamlRemarks,
  read(doc) {
    const { trees, problems } = readYaml(doc)
    const [tree] = trees
    if (tree?.kind !== 'map') return { ...NOTHING, problems }
    const files = writtenFiles(doc, field(tree, 'write_files'))
    const run = commandScript(doc, field(tree, 'runcmd'), 'runcmd')
    const edited = new Set([...run, ...files.filter(isScript)].flatMap(script => [...editedPaths(script)]))
    const embedded = [
      ...commandScript(doc, field(tree, 'bootcmd'), 'bootcmd'),
      // What a command changes later is not in view.
      ...files.filter(({ path }) => path === undefined || !edited.has(path)),
      ...run,
    ]
    return parsed([], embedded, problems)
  },
}
