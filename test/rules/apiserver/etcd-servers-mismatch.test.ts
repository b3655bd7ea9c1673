import { ETCD_OVERRIDES } from '../../../src/facts/start-up/kube-apiserver-apart.js'
import rule from '../../../src/rules/apiserver/etcd-servers-mismatch.js'
import { startUpTest } from '../../support/start-up-test.js'

startUpTest(rule, ETCD_OVERRIDES, {
  override: [
    {
      bad: ['--etcd-servers-overrides=events#https://127.0.0.1:4002'],
      at: 'events#https://127.0.0.1:4002',
      good: [
        '--etcd-servers-overrides=/events#https://127.0.0.1:4002;https://127.0.0.2:4002,apps/deployments#https://a:2379',
      ],
    },
    {
      bad: ['--etcd-servers-overrides=/events#https://127.0.0.1:4002;'],
      at: '/events#https://127.0.0.1:4002;',
      good: ['--etcd-servers-overrides=/events#https://127.0.0.1:4002'],
      fineIn: ['1.33'],
    },
  ],
})
