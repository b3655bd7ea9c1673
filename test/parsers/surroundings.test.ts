import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Variable, Word } from '../../src/model/fragment.js'
import { describe } from '../../src/model/location.js'
import { MASK, Text } from '../../src/model/text.js'
import { findComponent } from '../../src/parsers/component.js'
import { open } from '../../src/parsers/embed.js'
import { script } from '../../src/parsers/formats/script.js'
import { execCommands } from '../../src/parsers/syntax/systemd-words.js'
import { wholeText } from '../../src/parsers/syntax/words.js'

const test = suite('the environment that the things around a component give it')

const value = ({ text }: Variable): string => text.value.replaceAll(new RegExp(`${MASK}+`, 'g'), '?')

/** The last of equal names counts: `A=1 B=?`, `…` where more may come, `!` where nothing of the outside comes in. */
function said(variables: readonly Variable[], more: boolean, isolated: boolean): string {
  const last = new Map(variables.map(variable => [variable.name, `${variable.name}=${value(variable)}`]))
  return [...(isolated ? ['!'] : []), ...last.values(), ...(more ? ['…'] : [])].join(' ')
}

const around = (words: readonly Word[]): string | undefined => {
  const found = findComponent(words)
  if (found === undefined) return undefined
  const { variables, open: more, inherits } = found.surroundings
  return said(variables, more || inherits === 'some', inherits === 'nothing')
}
const unit = (line: string): Word[] => execCommands(wholeText(open('u', line)))[0]!.words
const shell = (source: string): Word[] =>
  ['/bin/sh', '-ec', source].map(word => ({
    parts: [{ text: Text.linear(open('p', word), 0, word.length) }],
    splits: false,
  }))

const COMMANDS: Record<string, [string, string]> = {
  'the program itself': ['/usr/bin/etcd --a', ''],
  env: ['/usr/bin/env ETCD_A=1 ETCD_B=x=y etcd --a', 'ETCD_A=1 ETCD_B=x=y'],
  'env, nothing of the outside': ['env -i A=1 etcd --a', '! A=1'],
  'env, a name taken away': ['env -u A --unset=B etcd --a', 'A=? B=?'],
  'env, a variable of the unit': ['env A=${B} C=1 etcd --a', 'A=? C=1'],
  'env, words of a variable': ['env $MORE A=1 etcd --a', 'A=1 …'],
  'env, in a shell': [`/bin/bash -c 'exec env A=1 etcd --a'`, 'A=1'],
  'a shell that exports': [`/bin/bash -c 'export A=5000; exec /usr/bin/etcd --a'`, 'A=5000'],
  sudo: ['sudo -u etcd A=1 etcd --a', 'A=1 …'],
  'sudo that keeps all': ['sudo -E etcd --a', ''],
  'sudo drops what was exported': [`sh -c 'export A=1; sudo etcd --a'`, 'A=? …'],
  'systemd-run': ['systemd-run -E A=1 --setenv=B=2 -E C etcd --a', '! A=1 B=2 C=?'],
  'systemd-run with a file': ['systemd-run -p EnvironmentFile=/x etcd --a', '! …'],
  'systemd-run of a scope': ['systemd-run --scope etcd --a', ''],
  'docker run': ['docker run -e A=1 --env B=2 --env=C=3 -eD=4 --rm img /usr/local/bin/etcd --a', '! A=1 B=2 C=3 D=4'],
  'docker run, a bare name': ['docker run -e A --env=B img etcd --a', '! A=? B=?'],
  'docker run, a file': ['docker run -e A=1 --env-file /etc/foo img etcd --a', '! A=1 …'],
  'docker run, what is no variable': ['docker run --name e -v /a=b:/c img etcd --a', '!'],
  'podman that hands all on': ['podman run --env-host -e A=1 img etcd --a', 'A=1'],
  'a shell in a container': [`docker run -e A=1 img sh -c 'export B=2; etcd --a'`, '! A=1 B=2'],
  'a container in a shell': [`sh -c 'export B=2; docker run -e A=1 img etcd --a'`, '! A=1'],
  rkt: ['rkt run --set-env=A=1 --set-env B=2 img --exec=/etcd -- --a', '! A=1 B=2'],
  'rkt that hands all on': ['rkt run --inherit-env img --exec=/etcd -- --a', ''],
  'scripts of CoreOS hand all on': ['/usr/lib/coreos/etcd-wrapper --a', ''],
}
for (const [name, [line, expected]] of Object.entries(COMMANDS))
  test(name, () => assert.is(around(unit(line)), expected))

const SCRIPTS: Record<string, [string, string]> = {
  'exports over several lines': ['export A=1 B="2 3"\nexport C=4\nexec etcd --a', 'A=1 B=2 3 C=4'],
  'the last export counts': ['export A=1\nexport A=2\netcd --a', 'A=2'],
  'exports behind the start come too late': ['etcd --a\nexport A=1', ''],
  'declare -x and its like': ['declare -x A=1\ntypeset -rx B=2\netcd --a', 'A=1 B=2'],
  'what is only set stays inside': ['A=1\ndeclare B=2\nlocal C=3\netcd --a', ''],
  'set, then exported': ['A=1\nexport A\netcd --a', 'A=1'],
  'exported, then set anew': ['export A=1\nA=2\netcd --a', 'A=2'],
  'exported, but never set': ['export A\netcd --a', ''],
  'read from a terminal': ['read A\nexport A\netcd --a', 'A=?'],
  'what a command prints': ['export A=$(x) B=1\netcd --a', 'A=? B=1'],
  'parts of a value': ['export A=1\nexport A+=2\netcd --a', 'A=?'],
  'all that is set': ['set -ea\nA=1\netcd --a', 'A=1'],
  'all that is set, by its long name': ['set -o allexport\nA=1\netcd --a', 'A=1'],
  'taken away': ['export A=1\nunset A\netcd --a', 'A=?'],
  'before the command': ['A=1 exec etcd --a', 'A=1'],
  'before the command beats the export': ['export A=1\nA=2 etcd --a', 'A=2'],
  'before another command': ['A=1 sleep 1\netcd --a', ''],
  'in an if': ['export A=1\nif [ -f /x ]; then export A=2; fi\netcd --a', 'A=?'],
  'behind a test': ['[ -f /x ] && export A=2\netcd --a', 'A=?'],
  'in the function that starts it': ['run() {\nexport A=1\netcd --a\n}\nrun', 'A=1'],
  'in another function': ['set_up() {\nexport A=1\n}\nset_up\netcd --a', 'A=?'],
  'behind the function that starts it': ['run() {\netcd --a\n}\nexport A=1\nrun', 'A=?'],
  'a sourced file': ['. /etc/etcd.env\nexec etcd --a', '…'],
  'a sourced file, all of it': ['set -a; source /etc/etcd.env; set +a\nexec etcd --a', '…'],
  'a sourced file behind the start': ['etcd --a\n. /etc/other', ''],
  'what eval runs': ['eval "$X"\netcd --a', '…'],
  'a file as the words of export': ['export $(grep -v "^#" /etc/x)\netcd --a', '…'],
  'a file as the words of env': ['env $(cat /etc/x) etcd --a', '…'],
}
for (const [name, [source, expected]] of Object.entries(SCRIPTS)) {
  test(`the string of a shell: ${name}`, () => assert.is(around(shell(source)), expected))
  test(`a script: ${name}`, () => {
    const [found] = script.read(open('x.sh', `#!/bin/sh\n${source}`)).fragments
    assert.ok(found?.kind === 'argv')
    assert.is(said(found.environment.variables, found.environment.open, false), expected)
  })
}

test('a value stands where it is written', () => {
  const found = findComponent(unit(`sh -c 'export ETCD_A=5000; etcd --a'`))
  assert.is(describe(found!.surroundings.variables[0]!.text.at), 'u:1:22')
})
test('a template block inside the string is as good as an if', () => {
  const source = 'export A=1\n{{ if .x }}\nexport A=2\n{{ end }}\netcd --a'
  const doc = open('p', source)
  const words = shell('x')
  assert.is(around([...words.slice(0, 2), { parts: [{ text: wholeText(doc) }], splits: false }]), 'A=?')
})
test('a template block in a script is as good as an if', () => {
  const [found] = script.read(
    open('x.sh', '#!/bin/sh\nexport A=1\n{{ if .x }}\nexport A=2\n{{ end }}\netcd --a'),
  ).fragments
  assert.ok(found?.kind === 'argv')
  assert.is(said(found.environment.variables, found.environment.open, false), 'A=?')
})
test('what the string sets itself is not looked up outside of it', () => {
  const found = findComponent(unit(`sh -c 'A=$$(x); etcd --a=$A --b=$B $A'`))
  assert.equal(
    found?.words.map(({ parts }) => parts.map(part => ('variable' in part ? part.variable : 'text')).join()),
    ['text,text', 'text,B', 'text'],
  )
})
test('many starts between many exports share what they know', () => {
  const source = `${Array.from({ length: 400 }, (_, i) => `export A${i}=1\n`).join('')}${'etcd --a\n'.repeat(20_000)}`
  const all = script.read(open('x.sh', `#!/bin/sh\n${source}`)).fragments
  const [first, last] = [all[0], all.at(-1)]
  assert.ok(first?.kind === 'argv' && last?.kind === 'argv')
  assert.is(last.environment.variables.length, 400)
  assert.is(first.environment.variables, last.environment.variables)
})
test('a script that exports without end is open', () => {
  const source = `${Array.from({ length: 20_000 }, (_, i) => `export A${i}=1\netcd --a`).join('\n')}`
  const found = script.read(open('x.sh', `#!/bin/sh\n${source}`)).fragments.at(-1)
  assert.ok(found?.kind === 'argv' && found.environment.open)
})

test.run()
