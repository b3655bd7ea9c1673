import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { main } from '../../src/cli/main.js'

const test = suite('kubectl klint')

async function said(argv: readonly string[], name?: 'klint' | 'kubectl klint'): Promise<string> {
  let text = ''
  const print = (more: string): void => {
    text += more
  }
  await main(
    argv,
    {},
    {
      cwd: '.',
      ...(name === undefined ? {} : { name }),
      out: print,
      err: print,
      outIsTerminal: false,
      columns: () => 100,
      stdin: () => ({ uri: 'stdin', source: '' }),
    },
  )
  return text
}

test('the help shows the command people typed', async () => {
  const help = await said(['--help'], 'kubectl klint')
  assert.match(help, /^Usage: kubectl klint \[options\]/m)
  assert.match(help, /^ {2}kubectl klint infra\/ +check a repository$/m)
  assert.not.match(help, /^ *(?:Usage: )?klint /m)
  assert.is(help.replaceAll('kubectl klint', 'klint'), await said(['--help']))
})

test('so does the help of a command, and what is said about a mistake', async () => {
  assert.match(await said(['show', '--help'], 'kubectl klint'), /^Usage: kubectl klint show /m)
  assert.match(await said(['--unknown'], 'kubectl klint'), /see `kubectl klint --help`/)
  assert.match(await said(['--unknown']), /see `klint --help`/)
})

test('without a path or a command it is about the cluster that kubectl means', async () => {
  assert.match(await said([], 'kubectl klint'), /^klint: there is no kubeconfig\n/)
  assert.match(await said(['--context', 'prod'], 'kubectl klint'), /^klint: there is no kubeconfig\n/)
  assert.match(await said(['--print-rbac'], 'kubectl klint'), /kind: ClusterRole\n/)
  assert.match(await said(['nowhere'], 'kubectl klint'), /`nowhere`/)
})

test.run()
