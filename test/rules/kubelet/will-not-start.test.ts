import { VALIDATIONS } from '../../../src/facts/start-up/kubelet.js'
import rule from '../../../src/rules/kubelet/will-not-start.js'
import { startUpTest } from '../../support/start-up-test.js'
import { CASES as EVICTION } from './will-not-start/eviction.js'
import { CASES as FILES } from './will-not-start/files.js'
import { CASES as GATES } from './will-not-start/gates.js'
import { CASES as NUMBERS } from './will-not-start/numbers.js'
import { CASES as PROCESS } from './will-not-start/process.js'
import { CASES as PULLS_AND_LOGS } from './will-not-start/pulls-and-logs.js'
import { CASES as RESERVATIONS } from './will-not-start/reservations.js'
import { CASES as RESOURCES } from './will-not-start/resources.js'
import { CASES as WORDS } from './will-not-start/words.js'

startUpTest(rule, VALIDATIONS, {
  ...NUMBERS,
  ...WORDS,
  ...GATES,
  ...RESOURCES,
  ...PULLS_AND_LOGS,
  ...FILES,
  ...EVICTION,
  ...RESERVATIONS,
  ...PROCESS,
})
