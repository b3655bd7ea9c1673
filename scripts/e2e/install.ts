import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Checks, expect } from './checks.js'
import { output, run } from './command.js'
import { BAD, FINDING, GOOD, put } from './infra.js'
import { NEXT, type Stage } from './stage.js'
import { node, npmProgram } from './tools.js'

/** npm 12 installs nothing from git unless told so; some versions before it take the option for a mistake. */
async function npmInstall(npm: string, env: Stage['env'], cwd: string): Promise<string[]> {
  const version = await output(['node', npm, '--version'], { cwd, env })
  const allowed = Number.parseInt(version, 10) >= 12 ? ['--allow-git=root'] : []
  return ['node', npm, 'install', '--global', ...allowed]
}

/** The package as npm installs it from the tag, on each Node klint supports. */
export async function install({ check }: Checks, stage: Stage): Promise<void> {
  const npm = await npmProgram(stage)
  const infra = join(stage.folder, 'install')
  put(join(infra, 'bad'), BAD)
  put(join(infra, 'good'), GOOD)
  for (const major of [20, 22, 24])
    await check(`npm install -g from the tag, on Node ${major}`, async () => {
      const prefix = join(stage.folder, `prefix-${major}`)
      const path = [join(prefix, 'bin'), await node(major, stage), stage.env.PATH].join(delimiter)
      const place = { cwd: join(infra, 'bad'), env: { ...stage.env, PATH: path } }
      const running = await output(['node', '--version'], place)
      expect(running.startsWith(`v${major}.`), `it is Node ${running}`)
      const start = performance.now()
      const said = await output(
        [...(await npmInstall(npm, place.env, infra)), '--prefix', prefix, `git+${stage.url}#v${NEXT}`],
        place,
      )
      const seconds = ((performance.now() - start) / 1000).toFixed(1)
      expect(/added 1 package\b/.test(said), 'it is not one package', said)
      expect((await output(['klint', '--version'], place)) === NEXT, 'another version')
      const bad = await run(['klint'], place)
      expect(bad.status === 1 && [...bad.said.matchAll(FINDING)].length === 1, `exit code ${bad.status}`, bad.said)
      const good = await run(['klint'], { ...place, cwd: join(infra, 'good') })
      expect(good.status === 0, `exit code ${good.status}`, good.said)
      const help = await output(['kubectl-klint', '--help'], place)
      expect(/^Usage: kubectl klint /m.test(help), 'the help of the plugin', help)
      // it loads the client of Kubernetes, and with it whatever Node has to say about old packages
      const roles = await run(['klint', 'cluster', '--print-rbac'], place)
      expect(roles.status === 0 && roles.err === '', 'the cluster client', roles.said)
      const page = await output(['klint', 'explain', '-f', 'markdown', 'kubelet/eviction-hard-partial'], place)
      expect(/^# /m.test(page), 'the page of a rule', page)
      return `${running}, installed in ${seconds} s`
    })

  await check('npm install -g from main builds nothing, and so gives no command', async () => {
    const prefix = join(stage.folder, 'prefix-main')
    const place = { cwd: infra, env: stage.env }
    await run([...(await npmInstall(npm, stage.env, infra)), '--prefix', prefix, `git+${stage.url}#main`], {
      ...place,
      limit: 60,
    })
    expect(!existsSync(join(prefix, 'bin/klint')), 'there is a command')
    return undefined
  })
}
