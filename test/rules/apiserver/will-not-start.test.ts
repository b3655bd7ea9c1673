import { VALIDATIONS } from '../../../src/facts/start-up/kube-apiserver.js'
import rule from '../../../src/rules/apiserver/will-not-start.js'
import { AUTHENTICATION, AUTHORIZATION } from '../../support/start-up/kube-apiserver-access.js'
import { ADMISSION } from '../../support/start-up/kube-apiserver-admission.js'
import { AUDIT } from '../../support/start-up/kube-apiserver-audit.js'
import { NETWORK } from '../../support/start-up/kube-apiserver-network.js'
import { OPTIONS } from '../../support/start-up/kube-apiserver-options.js'
import { TLS } from '../../support/start-up/kube-apiserver-tls.js'
import { startUpTest } from '../../support/start-up-test.js'

startUpTest(rule, VALIDATIONS, {
  ...OPTIONS,
  ...NETWORK,
  ...TLS,
  ...AUTHENTICATION,
  ...AUTHORIZATION,
  ...ADMISSION,
  ...AUDIT,
})
