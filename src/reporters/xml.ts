/** What XML 1.0 cannot hold, not even as a reference. */
const IMPOSSIBLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu

/** Markup, and every character without a shape: as a reference it survives the normalising of attributes, and no terminal obeys it. */
const SPECIAL = /[&<>"'\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]|##(?=\w*\[)/gu

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '##': '#&#x23;',
}

/** Text as XML 1.0, in an element or in a quoted attribute. */
export const escaped = (text: string): string =>
  text
    .replace(IMPOSSIBLE, '')
    .replace(SPECIAL, found => NAMED[found] ?? `&#x${(found.codePointAt(0) ?? 0).toString(16)};`)

/** A start tag without its brackets: `error line="3"`. */
export const tag = (name: string, attributes: Readonly<Record<string, string | number>>): string =>
  [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value))}"`)].join(' ')

export const XML = '<?xml version="1.0" encoding="UTF-8"?>'
