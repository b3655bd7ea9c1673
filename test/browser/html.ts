// npm run test:html: the HTML report in a real browser, without a window. Needs Chromium (Debian: `chromium`, or its path in
// CHROMIUM). Without one it says so and passes, with --required it fails. KLINT_SCREENSHOTS=DIR keeps the pictures.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { main } from '../../src/cli/main.js'
import { html } from '../../src/reporters/html.js'
import { hostile, many } from '../support/hostile.js'
import { context } from '../support/outcome.js'
import { type Browser, chromium, start, type Tab } from './chromium.js'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const SIZES = {
  desktop: { width: 1280, height: 900, deviceScaleFactor: 1, mobile: false },
  phone: { width: 360, height: 740, deviceScaleFactor: 2, mobile: true },
} as const
const SCHEMES = { light: [255, 255, 255], dark: [17, 20, 24] } as const

const isNumber = (value: unknown): value is number => typeof value === 'number'
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const isText = (value: unknown): value is string => typeof value === 'string'
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText)

/** What `klint -f html` prints for a folder of the checkout; without its klint.yaml, which makes one cluster of several. */
async function reportOf(folder: string): Promise<string> {
  let page = ''
  await main(
    ['--no-config', '--preset', 'all', '-f', 'html', '.'],
    {},
    {
      cwd: join(process.cwd(), folder),
      out: text => {
        page += text
      },
      err: () => undefined,
      outIsTerminal: false,
      columns: () => 100,
      stdin: () => ({ uri: 'stdin', source: '' }),
    },
  )
  return page
}

/** Everything unfolded, so that nothing is left unseen. */
const UNFOLD = `for (const one of document.querySelectorAll('details')) one.open = true`

async function violations(tab: Tab): Promise<string[]> {
  await tab.call('Runtime.evaluate', { expression: AXE })
  return tab.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 160) + ' ' + failureSummary).join(' | ')))`,
    isTexts,
  )
}

const scheme = (tab: Tab, value: keyof typeof SCHEMES) =>
  tab.call('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] })

async function screenshot(tab: Tab, name: string): Promise<Buffer> {
  const { data } = await tab.call('Page.captureScreenshot')
  const png = Buffer.from(String(data), 'base64')
  keep(`${name}.png`, png)
  return png
}

function keep(name: string, content: Buffer): void {
  const folder = process.env.KLINT_SCREENSHOTS
  if (folder === undefined || folder === '') return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), content)
}

/** Colour of the upper left corner: no filter of PNG changes the first pixel. */
function corner(png: Buffer): number[] {
  const data: Buffer[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  return [...inflateSync(Buffer.concat(data)).subarray(1, 4)]
}

const visibleFindings = `document.querySelectorAll('article.finding:not([hidden])').length`

function cases(browser: Browser, pages: Readonly<Record<'example' | 'hostile' | 'large' | 'empty', string>>): void {
  const test = suite('html report in Chromium')
  const { tab } = browser

  for (const [size, metrics] of Object.entries(SIZES))
    for (const [name, background] of Object.entries(SCHEMES))
      test(`${size}, ${name}: nothing is loaded or refused, axe-core finds no violation, nothing is wider than the page`, async () => {
        await tab.call('Emulation.setDeviceMetricsOverride', metrics)
        await scheme(tab, name === 'dark' ? 'dark' : 'light')
        for (const [page, path] of Object.entries(pages)) {
          if (page === 'large') continue
          await tab.open(path)
          assert.equal(tab.requests.length, 1, tab.requests.join('\n'))
          assert.equal([...tab.complaints], [])
          const png = await screenshot(tab, `${page}-${size}-${name}`)
          assert.equal(corner(png), [...background])
          if (page === 'example') {
            await tab.call('Runtime.evaluate', { expression: `document.getElementById('c3').scrollIntoView()` })
            await screenshot(tab, `picture-${size}-${name}`)
          }
          // what is folded is part of the page as well: only the example is looked at in both states
          for (const state of page === 'example' ? ['folded', 'unfolded'] : ['unfolded']) {
            if (state === 'unfolded') await tab.call('Runtime.evaluate', { expression: UNFOLD })
            const excess = await tab.evaluate(`document.documentElement.scrollWidth - ${metrics.width}`, isNumber)
            assert.ok(excess <= 0, `${page}, ${state}: ${excess} pixels too wide`)
            assert.equal(await violations(tab), [], `${page}, ${state}`)
          }
        }
      })

  test('what an author wrote runs nowhere', async () => {
    await tab.open(pages.hostile)
    assert.equal(
      await tab.evaluate(
        `[typeof pwned, document.scripts.length, document.images.length, document.querySelectorAll('iframe, object, embed, base, form').length].map(String)`,
        isTexts,
      ),
      ['undefined', '1', '0', '1'],
    )
    await tab.call('Runtime.evaluate', {
      expression: `for (const link of document.links) if (link.hash !== '') link.click()`,
    })
    assert.is(await tab.evaluate('typeof pwned', isText), 'undefined')
    assert.is(
      await tab.evaluate(
        `[...document.querySelectorAll('svg a')].every(link => link.getAttribute('href').startsWith('#'))`,
        isBoolean,
      ),
      true,
    )
  })

  test('by keyboard: skip link, search, severity, reset', async () => {
    await tab.call('Emulation.setDeviceMetricsOverride', SIZES.desktop)
    await tab.open(pages.example)
    const all = await tab.evaluate(visibleFindings, isNumber)
    await tab.press('Tab')
    assert.is(await tab.evaluate('document.activeElement.textContent', isText), 'Skip to the report')
    const until = async (condition: string): Promise<void> => {
      for (let i = 0; i < 60; i++) {
        await tab.press('Tab')
        if (await tab.evaluate(condition, isBoolean)) return
      }
      throw new Error(`60 times Tab, and not ${condition}`)
    }
    const count = () => tab.evaluate(`document.getElementById('count').textContent`, isText)
    await until(`document.activeElement.name === 'text'`)
    await tab.press(...'quorum')
    const found = await tab.evaluate(visibleFindings, isNumber)
    assert.ok(found > 0 && found < all)
    assert.is(await count(), `${found} of ${all} findings`)
    await until(`document.activeElement.value === 'error'`)
    await tab.press('Space')
    assert.is(await count(), `0 of ${all} findings`)
    assert.is(await tab.evaluate(`document.getElementById('none').hidden`, isBoolean), false)
    await until(`document.activeElement.type === 'reset'`)
    await tab.press('Enter')
    await tab.evaluate('new Promise(done => setTimeout(() => done(true), 50))', isBoolean)
    assert.is(await count(), `${all} findings`)
    assert.is(await tab.evaluate(visibleFindings, isNumber), all)
  })

  test('rule and cluster narrow as well, and groups without a finding go', async () => {
    await tab.open(pages.example)
    const choose = (name: string, value: string) =>
      tab.call('Runtime.evaluate', {
        expression: `{ const field = document.querySelector('select[name=${name}]'); field.value = '${value}'; field.dispatchEvent(new Event('input', { bubbles: true })) }`,
      })
    await choose('cluster', 'c1')
    assert.equal(
      await tab.evaluate(`[...document.querySelectorAll('.cluster:not([hidden])')].map(({ id }) => id)`, isTexts),
      ['c1'],
    )
    await choose('cluster', '')
    await choose('rule', 'loadbalancer/classic-elb')
    assert.equal(
      await tab.evaluate(`[...document.querySelectorAll('.cluster:not([hidden])')].map(({ id }) => id)`, isTexts),
      ['c2'],
    )
    assert.is(await tab.evaluate(visibleFindings, isNumber), 2)
  })

  test('a box of the picture leads to the settings of what it stands for, and unfolds them', async () => {
    await tab.open(pages.example)
    await tab.call('Runtime.evaluate', {
      expression: `document.querySelector('#c3 .picture.wide a').dispatchEvent(new MouseEvent('click', { bubbles: true }))`,
    })
    assert.is(
      await tab.evaluate(
        `new Promise(done => setTimeout(() => done(document.querySelector(location.hash).closest('details').open), 100))`,
        isBoolean,
      ),
      true,
    )
  })

  test('without JavaScript everything is there, and no filter', async () => {
    await tab.call('Emulation.setScriptExecutionDisabled', { value: true })
    try {
      await tab.open(pages.example)
      assert.is(await tab.evaluate(`document.getElementById('filter').checkVisibility()`, isBoolean), false)
      assert.is(
        await tab.evaluate(
          `[...document.querySelectorAll('article.finding')].every(node => node.checkVisibility())`,
          isBoolean,
        ),
        true,
      )
    } finally {
      await tab.call('Emulation.setScriptExecutionDisabled', { value: false })
    }
  })

  test('on paper: light, unfolded, without what only a screen can use', async () => {
    await tab.open(pages.example)
    await tab.call('Emulation.setEmulatedMedia', {
      media: 'print',
      features: [{ name: 'prefers-color-scheme', value: 'dark' }],
    })
    assert.is(
      await tab.evaluate(
        `[...document.querySelectorAll('.thing .inside, .rule-page .inside')].every(node => node.getBoundingClientRect().height > 20)`,
        isBoolean,
      ),
      true,
    )
    assert.is(await tab.evaluate(`document.querySelector('nav').checkVisibility()`, isBoolean), false)
    assert.is(
      await tab.evaluate(`getComputedStyle(document.documentElement).backgroundColor`, isText),
      'rgb(255, 255, 255)',
    )
    const { data } = await tab.call('Page.printToPDF', { printBackground: true })
    const pdf = Buffer.from(String(data), 'base64')
    keep('example.pdf', pdf)
    assert.is(pdf.toString('latin1', 0, 5), '%PDF-')
    await tab.call('Emulation.setEmulatedMedia', { media: '', features: [] })
  })

  test('30,000 findings: the page opens, and says what it leaves out', async () => {
    await tab.open(pages.large)
    assert.is(await tab.evaluate(visibleFindings, isNumber), 2000)
    assert.match(
      await tab.evaluate(`document.querySelector('#summary .cut').textContent`, isText),
      'of 30,000 findings',
    )
    const ms = await tab.evaluate(
      `(() => { const begun = performance.now(); const form = document.getElementById('filter'); form.elements.text.value = 'rule-7'; form.dispatchEvent(new Event('input')); document.body.offsetHeight; return performance.now() - begun })()`,
      isNumber,
    )
    assert.ok(ms < 5000, `filtering took ${ms} ms`)
  })

  test.after(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })
  test.run()
}

const path = chromium()
const folder = mkdtempSync(join(tmpdir(), 'klint-html-'))
if (path === undefined) {
  console.log('html report: skipped, no Chromium here (Debian: apt-get install chromium, or its path in CHROMIUM)')
  if (process.argv.includes('--required')) process.exitCode = 1
} else {
  const written = (name: string, page: string): string => {
    const at = join(folder, `${name}.html`)
    writeFileSync(at, page)
    return at
  }
  const { outcome, context: about } = hostile()
  const pages = {
    example: written('example', await reportOf('examples/nordstrom-2017')),
    hostile: written('hostile', html(outcome, about)),
    large: written('large', html(many(), context())),
    empty: written('empty', html({ ...outcome, findings: [], silenced: [] }, context())),
  }
  cases(await start(path), pages)
}
