/* Modules for node that run inside (inside.sh). */

/** Runs beside a kubelet, in its namespaces: asks it for its configuration, as anybody may there (AlwaysAllow). */
export const CONFIGZ = `
import { get } from 'node:https'
import { renameSync, writeFileSync } from 'node:fs'
const ask = () =>
  get('https://127.0.0.1:10250/configz', { rejectUnauthorized: false }, response => {
    let text = ''
    response.setEncoding('utf8')
    response.on('data', part => { text += part })
    response.on('end', () => {
      if (response.statusCode !== 200) return setTimeout(ask, 200)
      writeFileSync('/mnt/out/.configz', text)
      renameSync('/mnt/out/.configz', '/mnt/out/configz.json')
    })
  }).on('error', () => setTimeout(ask, 200))
ask()
`

/** Ends when the API server says that it is ready. */
export const READY = `
import { get } from 'node:https'
const ask = () =>
  get('https://127.0.0.1:6443/readyz', { rejectUnauthorized: false, headers: { authorization: 'Bearer t' } }, response => {
    response.resume()
    if (response.statusCode !== 200) setTimeout(ask, 200)
  }).on('error', () => setTimeout(ask, 200))
ask()
`
