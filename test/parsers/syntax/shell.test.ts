import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { describe } from '../../../src/model/location.js'
import { open } from '../../../src/parsers/embed.js'
import { heredocText } from '../../../src/parsers/syntax/heredoc.js'
import { readShell } from '../../../src/parsers/syntax/shell.js'
import { scriptVariables, scriptWords } from '../../../src/parsers/syntax/shell-variables.js'
import { wholeText } from '../../../src/parsers/syntax/words.js'
import { show } from '../../support/words.js'

const test = suite('shell')

const read = (source: string) => readShell(wholeText(open('install.sh', source)))
const commands = (source: string) => read(source).map(({ words }) => show(words))
/** Words of the last command, the script's own variables filled in. */
const last = (source: string) => {
  const all = read(source)
  return show(scriptWords(all.at(-1)!.words, all.length - 1, scriptVariables(all), 'hole'))
}

const COMMANDS: Record<string, [string, string[][]]> = {
  'lines and semicolons separate': ['a 1; b\nc', [['a', '1'], ['b'], ['c']]],
  'and, or, pipe and ampersand separate': ['a && b || c | d & e', [['a'], ['b'], ['c'], ['d'], ['e']]],
  'a backslash joins lines': ['a \\\n  b \\\n\tc', [['a', 'b', 'c']]],
  'a comment ends a line': ['a # b\nc#d', [['a'], ['c#d']]],
  'quotes anywhere in a word': [`a --x="b c"'d e' "" `, [['a', '--x=b cd e', '']]],
  'escapes outside quotes': [String.raw`a\ b \$c \;`, [['a b', '$c', ';']]],
  'escapes inside double quotes': [String.raw`a "\$b \" \n"`, [['a', String.raw`$b " \n`]]],
  'single quotes protect everything': [String.raw`a '$b \n'`, [['a', String.raw`$b \n`]]],
  variables: ['a $b x${c}y "$d"', [['a', '<$b>…', 'x<$c>y', '<$d>']]],
  'what is not followed is unknown': ['a $(b c) `d` ${e:-f} x$1', [['a', '?…', '?…', '?…', 'x?']]],
  'a template of Terraform spells the dollar twice': ['a $${b}', [['a', '<$b>…']]],
  'all arguments are any number of words': ['exec "$@"', [['exec', '?…']]],
  'redirections are no words': ['a 1>>/log 2>&1 </in >|/out &>/all', [['a']]],
  'nested substitutions end where they end': ['a $(b "$(c ")")") d', [['a', '?…', 'd']]],
  'reserved words are no commands': [
    'if a; then b; else c; fi\nfor x in 1 2; do d; done',
    [['a'], ['b'], ['c'], ['for', 'x', 'in', '1', '2'], ['d']],
  ],
  functions: ['f() {\n  a\n}\nb', [['a'], ['b']]],
  'functions by their word': ['function f {\n  a\n}\nfunction g() {\n  b\n}\nc', [['a'], ['b'], ['c']]],
  'ANSI quotes': [`a $'b c'`, [['a', 'b c']]],
}
for (const [name, [source, expected]] of Object.entries(COMMANDS))
  test(name, () => assert.equal(commands(source), expected))

const VARIABLES: Record<string, [string, string[]]> = {
  'a literal is filled in': ['A=5\nk --x=$A "$A"', ['k', '--x=5', '5']],
  'a known variable without quotes is cut at blanks': ['A="--x=1  --y=2"\nk $A', ['k', '--x=1', '--y=2']],
  'with quotes it is one word': ['A="1 2"\nk "$A"', ['k', '1 2']],
  'one variable of another': ['A=/opt\nexport B=$A/bin\nk ${B}', ['k', '/opt/bin']],
  'set twice: unknown': ['A=1\nA=2\nk $A', ['k', '?…']],
  'set in a branch: unknown': ['if x; then A=1; fi\nk x$A', ['k', 'x?']],
  'set behind && : unknown': ['x && A=1\nk x$A', ['k', 'x?']],
  'set in a function of the long form: unknown': ['function f {\n A=1\n}\nk x$A', ['k', 'x?']],
  'local to a function: the last one counts': [
    'f() {\n local A=1\n local A=2\n if x; then\n k x$A\n fi\n}',
    ['k', 'x2'],
  ],
  'local to another function: unknown': ['f() {\n local A=1\n}\ng() {\n k x$A\n}', ['k', 'x?']],
  'local to a function, outside of it: unknown': ['f() {\n local A=1\n}\nk x$A', ['k', 'x?']],
  'local in a branch: unknown': ['f() {\n local A=1\n if x; then local A=2; fi\n k x$A\n}', ['k', 'x?']],
  'local to a function, and the last one not known': ['f() {\n local A=1\n local A=$(b)\n k x$A\n}', ['k', 'x?']],
  'local, and set in another way: unknown': ['f() {\n local A=1\n A=2\n k x$A\n}', ['k', 'x?']],
  'local twice in one command': ['f() {\n local A=1 B=2\n k $A$B\n}', ['k', '12']],
  'set in a function: unknown': ['f() {\n A=1\n}\nf\nk x$A', ['k', 'x?']],
  'set by a loop: unknown': ['for A in 1 2; do\nk x$A', ['k', 'x?']],
  'read from somewhere: unknown': ['A=1\nread A\nk x$A', ['k', 'x?']],
  'set by a command: unknown': ['A=$(hostname)\nk x$A', ['k', 'x?']],
  'a file sourced in between: unknown': ['A=1\n. /etc/environment\nk x$A', ['k', 'x?']],
  'sourced before: known': ['. /etc/environment\nA=1\nk x$A', ['k', 'x1']],
  'appended to: unknown': ['A=1\nA+=2\nk x$A', ['k', 'x?']],
  'an array: unknown': ['A=(1 2)\nk x$A', ['k', 'x?']],
  'set later: unknown': ['k x$A; A=1; k x$A', ['k', 'x1']],
  'set for one command only: unknown': ['A=1 j\nk x$A', ['k', 'x?']],
}
for (const [name, [source, expected]] of Object.entries(VARIABLES))
  test(name, () => assert.equal(last(source), expected))

const heredoc = (source: string) => {
  const all = read(source)
  const index = all.findIndex(({ redirects }) => redirects.some(redirect => redirect.heredoc !== undefined))
  const found = all[index]!.redirects.find(redirect => redirect.heredoc !== undefined)!.heredoc!
  return heredocText(found, name => scriptVariables(all)(name, index))
}
const HEREDOCS: Record<string, [string, string]> = {
  'as it stands': ['cat <<EOF\na\nb\nEOF\n', 'a\nb\n'],
  'a quoted marker: nothing is expanded': ["cat <<'EOF'\n$A \\$B `c`\nEOF", '$A \\$B `c`\n'],
  'quoted by a backslash': ['cat <<\\EOF\n$A\nEOF', '$A\n'],
  'unquoted: variables are filled in or unknown': ['A=1\ncat <<EOF\n$A ${B} $(c d) `e`\nEOF', '1 ? ? ?\n'],
  'an escaped dollar is a dollar': ['cat <<EOF\n\\$A \\${B} \\\\ \\` \\n\nEOF', '$A ${B} \\ ` \\n\n'],
  'a backslash at the end joins lines': ['cat <<EOF\na \\\nb\nEOF', 'a b\n'],
  'tabs go with <<-': ['cat <<-EOF\n\t\ta\n\tb\n\tEOF\nx', 'a\nb\n'],
  'without an end it goes to the end': ['cat <<EOF\na\n', 'a\n'],
  'the rest of the line still counts': ['cat <<EOF > /x\na\nEOF', 'a\n'],
}
for (const [name, [source, expected]] of Object.entries(HEREDOCS))
  test(`heredoc: ${name}`, () => assert.is(heredoc(source).value.replaceAll(/\uFDD0+/g, '?'), expected))

test('two heredocs on one line follow each other', () => {
  const bodies = read('a <<A <<B\n1\nA\n2\nB\nb').flatMap(({ redirects }) =>
    redirects.map(({ heredoc }) => heredoc?.body.value),
  )
  assert.equal(bodies, ['1\n', '2\n'])
})
test('commands behind a heredoc are read', () => assert.equal(commands('cat <<E\nx y\nE\nb c').at(-1), ['b', 'c']))
test('characters of a heredoc stand where they point', () => {
  const text = heredoc('A=7\ncat <<-EOF\n\tx: \\$y\n\tz: 100Mi $A\n\tEOF\n')
  assert.is(describe(text.slice(text.value.indexOf('100Mi')).at), 'install.sh:4:5')
  assert.is(describe(text.slice(text.value.indexOf('7')).at), 'install.sh:1:3')
})
test('values do not grow without bound', () => {
  const source = `A0=xxxxxxxxxx\n${Array.from({ length: 60 }, (_, i) => `A${i + 1}=$A${i}$A${i}`).join('\n')}\nk x$A60`
  assert.equal(last(source), ['k', 'x?'])
})
for (const [name, hostile] of Object.entries({
  braces: '${',
  parens: '$(',
  quotes: `"'`,
  heredocs: '<<E ',
  'escaped blanks': '\\ a ',
  variables: ' $a',
}))
  test(`a long run of ${name} ends soon`, () => {
    const before = performance.now()
    read(`a ${hostile.repeat(100_000)}\n`)
    assert.ok(performance.now() - before < 3000)
  })

test.run()
