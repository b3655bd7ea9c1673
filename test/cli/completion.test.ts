import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ruleIds } from '../../scripts/docs/rules.js'
import { COMMANDS, FORMATS } from '../../src/cli/options.js'
import { klint } from '../support/klint.js'
import { inTree } from '../support/tree.js'

const test = suite('cli: completion')

const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const
const script = async (shell: string): Promise<string> => (await klint({}, ['completion', shell])).out

test('every script holds all commands, formats and rules, and calls nothing of klint', async () => {
  for (const shell of SHELLS) {
    const text = await script(shell)
    for (const name of [...COMMANDS, ...FORMATS, ...ruleIds()]) assert.ok(text.includes(name), `${shell}: ${name}`)
    assert.not.match(text, /\$\(klint |`klint [a-z]+ [^`]*\$|& klint/)
  }
})

/** What bash offers for the last of the words, with `=` as the word of its own that bash makes of it. */
async function inBash(
  files: Parameters<typeof inTree>[0],
  ...lines: readonly (readonly string[])[]
): Promise<string[][]> {
  const text = await script('bash')
  return inTree(files, root => {
    writeFileSync(join(root, '.klint.bash'), text)
    const calls = lines.map(words => {
      const quoted = words.map(word => `'${word}'`).join(' ')
      return `COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; COMPREPLY=(); _klint; printf '%s\\n' "\${COMPREPLY[*]}"`
    })
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', `source .klint.bash\n${calls.join('\n')}`], {
      cwd: root,
      encoding: 'utf8',
    })
    assert.is(stderr, '')
    return stdout
      .split('\n')
      .slice(0, lines.length)
      .map(line => line.split(' ').filter(word => word !== ''))
  })
}

test('bash: commands, files, flags and values', async () => {
  const files = { 'infra/kubelet.yaml': '', 'shared.yaml': '', 'with space.yaml': '' }
  const found = await inBash(
    files,
    ['klint', 'sh'],
    ['klint', '--format', 'js'],
    ['klint', '--format', '=', 'sar'],
    ['klint', '-f', 'pretty', 'inf'],
    ['klint', 'explain', 'kubelet/eviction-hard-'],
    ['klint', '--only', 'etcd/timers-differ,etcd/disk'],
    ['klint', 'rules', '--fixab'],
    ['klint', 'init', '--ci', ''],
    ['klint', '--fail-on', 'error', 'rules', 'etc'],
    ['klint', 'completion', 'z'],
    ['klint', 'help', 'do'],
    ['klint', '--output', 'sar'],
    ['klint', '--preset', ''],
    ['klint', 'clean', 'in'],
    ['klint', '--max-warnings', ''],
    ['klint', 'cluster', '--compare', 'sha'],
    ['klint', 'cluster', '--kubeconfig', 'sha'],
    ['klint', 'cluster', '--context', 'sha'],
  )
  assert.equal(found, [
    ['shared.yaml', 'show'],
    ['json', 'jsonl'],
    ['sarif'],
    ['infra'],
    ['kubelet/eviction-hard-missing', 'kubelet/eviction-hard-partial'],
    ['etcd/timers-differ,etcd/disk-shared-or-slow'],
    ['--fixable'],
    ['github', 'gitlab'],
    ['etcd'],
    ['zsh'],
    ['doctor'],
    ['sarif='],
    ['talk', 'recommended', 'strict', 'cis', 'all'],
    ['infra'],
    [],
    ['shared.yaml'],
    ['shared.yaml'],
    [],
  ])
})

/** Shells that are not installed here are left to those who have them: `.ci/run` and the release have all three. */
const isInstalled = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0

test('the scripts have no mistakes their shells would see', () =>
  inTree({}, async root => {
    for (const shell of SHELLS) {
      if (shell === 'powershell' || !isInstalled(shell)) continue
      const path = join(root, `klint.${shell}`)
      writeFileSync(path, await script(shell))
      const { status, stderr } = spawnSync(shell, ['-n', path], { encoding: 'utf8' })
      assert.is(status, 0, `${shell}: ${stderr}`)
    }
  }))

test('fish: commands, flags and values', async () => {
  if (!isInstalled('fish')) return
  const text = await script('fish')
  await inTree({}, root => {
    const path = join(root, 'klint.fish')
    writeFileSync(path, text)
    const complete = (line: string): string[] =>
      spawnSync('fish', ['--no-config', '-c', `source ${path}; complete -C '${line}'`], {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, HOME: root },
      })
        .stdout.split('\n')
        .map(one => one.split('\t')[0] ?? '')
        .filter(one => one !== '')
    assert.equal(complete('klint --format sar'), ['sarif'])
    assert.equal(complete('klint completion po'), ['powershell'])
    assert.equal(complete('klint explain etcd/tim'), ['etcd/timers-differ'])
    assert.equal(complete('klint doc'), ['doctor'])
    assert.equal(complete('klint rules --fixa'), ['--fixable'])
  })
})

test('PowerShell: brackets and quotes are closed', async () => {
  const text = (await script('powershell')).replace(/'(?:[^']|'')*'|"[^"]*"|#.*$/gm, '')
  for (const [open, close] of ['()', '{}', '[]'].map(pair => pair.split('')))
    assert.is(text.split(open ?? '').length, text.split(close ?? '').length, `${open}${close}`)
  assert.not.match(text, /['"`]/)
})

test.run()
