import { VALIDATIONS } from '../../../src/facts/start-up/kube-apiserver.js'
import rule from '../../../src/rules/apiserver/will-not-start.js'
import { CONTROL_PLANE } from '../../support/start-up/control-plane.js'
import { AUTHENTICATION, AUTHORIZATION } from '../../support/start-up/kube-apiserver-access.js'
import { ADMISSION } from '../../support/start-up/kube-apiserver-admission.js'
import { AUDIT } from '../../support/start-up/kube-apiserver-audit.js'
import { NETWORK } from '../../support/start-up/kube-apiserver-network.js'
import { OPTIONS } from '../../support/start-up/kube-apiserver-options.js'
import { POLICIES } from '../../support/start-up/kube-apiserver-policies.js'
import { TLS } from '../../support/start-up/kube-apiserver-tls.js'
import { startUpTest } from '../../support/start-up-test.js'

startUpTest(rule, VALIDATIONS, {
  ...CONTROL_PLANE,
  ...OPTIONS,
  ...NETWORK,
  ...TLS,
  ...AUTHENTICATION,
  ...AUTHORIZATION,
  ...ADMISSION,
  ...AUDIT,
  ...POLICIES,
})
