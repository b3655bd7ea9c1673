import * as fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import type { Document } from '../../../src/model/document.js'
import { open } from '../../../src/parsers/embed.js'
import type { Format } from '../../../src/parsers/format.js'
import { cloudInit } from '../../../src/parsers/formats/cloud-init.js'
import { coreosCloudConfig } from '../../../src/parsers/formats/coreos-cloud-config.js'
import { environmentFile } from '../../../src/parsers/formats/environment-file.js'
import { mimeMultipart } from '../../../src/parsers/formats/mime-multipart.js'
import { script } from '../../../src/parsers/formats/script.js'
import { systemdUnit } from '../../../src/parsers/formats/systemd-unit.js'

const test = suite('hostile input')

const FORMATS: Record<string, { format: Format; head: string }> = {
  units: { format: systemdUnit, head: '[Service]\nExecStart=/usr/bin/kubelet ' },
  'environment files': { format: environmentFile, head: 'A=' },
  scripts: { format: script, head: '#!/bin/sh\ncat > /etc/a <<E\nkubelet --a' },
  'cloud-config': { format: cloudInit, head: '#cloud-config\nwrite_files:\n- path: /a\n  content: ' },
  'cloud-config of CoreOS': {
    format: coreosCloudConfig,
    head: '#cloud-config\ncoreos:\n  units:\n  - name: a\n    content: ',
  },
  'MIME parts': { format: mimeMultipart, head: 'Content-Type: multipart/mixed; boundary=B\n\n--B\n' },
}
const TOKENS = [
  ' ',
  '\n',
  '\t',
  '\\',
  '"',
  "'",
  '$',
  '{',
  '}',
  '(',
  ')',
  '`',
  '<<E',
  'E\n',
  ';',
  '&&',
  '|',
  '>',
  '%',
  '%i',
  '=',
  '#',
  '- ',
  ': ',
  '--B',
  '{{ x }}',
  '{% if x %}',
  '{% endif %}',
  '${A}',
  '$B',
  '$(c)',
  'kubelet',
  '--a=1',
  'sh -c ',
  'docker run ',
  'rkt run --exec ',
  'flock -c',
  'export ',
  'if ',
  'fi',
  'f()',
  '\u{1F600}',
  '\0',
  '\r\n',
  '[Service]',
  'ExecStart=',
  'Environment=',
]
for (const [name, { format, head }] of Object.entries(FORMATS))
  test(`${name}: nothing makes the reader throw`, () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }), tokens => {
        for (const doc of [open('a', head + tokens.join('')), open('a', tokens.join(''))]) {
          format.detect(doc)
          for (const child of format.read(doc).embedded) readAll(child)
        }
      }),
      { numRuns: 300 },
    )
  })

function readAll(doc: Document): void {
  for (const { format } of Object.values(FORMATS)) if (format.detect(doc)) format.read(doc)
}

const LONG: Record<string, [Format, string]> = {
  'a unit of one long line': [systemdUnit, `[Service]\nExecStart=/k ${'--a="b c" $D ${E} %i '.repeat(20_000)}`],
  'a unit of template blocks': [
    systemdUnit,
    `[Service]\nExecStart=/k ${'\\\n{% if a %}\n --b 1 \\\n{% endif %}\n c'.repeat(10_000)}`,
  ],
  'an environment file of escapes': [environmentFile, `A="${'\\$ '.repeat(100_000)}"\n`],
  'a script of heredocs': [script, '#!/bin/sh\ncat > /a <<E\n$A \\$B\nE\n'.repeat(10_000)],
  'a script of components': [script, `#!/bin/sh\n${'export ETCD_A=1\nkubelet --a=$B\n'.repeat(3_000)}`],
  'a script in a string in a string': [
    systemdUnit,
    `[Service]\nExecStart=/bin/sh -c "${"sh -c 'a b' ; ".repeat(20_000)}"`,
  ],
}
for (const [name, [format, source]] of Object.entries(LONG))
  test(`${name} is read in time`, () => {
    const before = performance.now()
    format.read(open('kubelet.service', source))
    const took = performance.now() - before
    assert.ok(took < 4000, `${Math.round(took)} ms`)
  })

test.run()
