import { Ajv, type ValidateFunction } from 'ajv'
import { read } from './repository.js'

/** The official schema of SARIF 2.1.0. It is draft-04 and uses nothing that draft-07 reads otherwise but `id`. */
export const sarifSchema: ValidateFunction = (() => {
  const { $schema: _, id: __, ...schema } = JSON.parse(read('test/support/sarif-schema-2.1.0.json'))
  const ajv = new Ajv({ strict: false })
  ajv.addFormat('uri', value => URL.canParse(value))
  ajv.addFormat(
    'uri-reference',
    value => /^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/.test(value) && !/%(?![\dA-F]{2})/i.test(value),
  )
  ajv.addFormat('date-time', true)
  return ajv.compile(schema)
})()
