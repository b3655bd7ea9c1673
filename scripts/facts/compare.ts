// npm run facts:compare -- BINARY...: where the tables and real components disagree. A binary is one that scripts/oracle built (it prints what it
// registers), or a file of what one printed; its name says component and version: kubelet-1.37.2, kubelet-1.37.2.json.
import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { COMPONENTS } from '../../src/model/fragment.js'
import { parseVersion } from '../../src/model/version.js'
import { commandLine, stop } from '../command-line.js'
import { REGISTERED } from '../oracle/components.js'
import { compareRegistered, registeredBy } from '../oracle/registered.js'
import { readRegistered } from './differences.js'

const { positionals } = commandLine(
  `usage: npm run facts:compare -- BINARY...

  BINARY  a component built by scripts/oracle, or a JSON file of what one printed with ${REGISTERED}=1;
          called COMPONENT-VERSION, and whatever stands behind: kubelet-1.37.2-2e19c12a, kube-proxy-1.34.4.json`,
  { allowPositionals: true, options: {} },
)
if (positionals.length === 0) stop('name a binary')

let different = 0
for (const path of positionals) {
  if (!existsSync(path)) stop(`there is no ${path}`)
  const name = basename(path)
  const component = COMPONENTS.find(kind => name.startsWith(`${kind}-`))
  const version = /-(\d+\.\d+\.\d+)(?:-|\.json$|$)/.exec(name)?.[1]
  const range = version === undefined ? undefined : parseVersion(version)
  if (component === undefined || range === undefined) stop(`${name} names no component and version`)
  const registered = path.endsWith('.json')
    ? readRegistered(readFileSync(path, 'utf8'))
    : await registeredBy(component, resolve(path))
  const { differences, explained } = compareRegistered(component, range.max, registered)
  different += differences.length
  const count = differences.length === 0 ? 'as the tables say' : `${differences.length} differences`
  console.log(`${component} ${version}: ${count}`)
  for (const line of differences) console.log(`  ${line}`)
  for (const { line, by } of explained) console.log(`  ${line} (no mistake: ${by.reason})`)
}
process.exitCode = different > 0 ? 1 : 0
