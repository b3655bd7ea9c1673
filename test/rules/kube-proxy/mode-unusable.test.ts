import { MODES } from '../../../src/facts/start-up/kube-proxy-mode.js'
import rule from '../../../src/rules/kube-proxy/mode-unusable.js'
import { startUpTest } from '../../support/start-up-test.js'

startUpTest(rule, MODES, {
  userspace: {
    version: '1.26',
    bad: 'mode: userspace',
    at: 'mode: userspace',
    good: 'mode: iptables',
    fineIn: ['1.25'],
  },
  'too-new': { version: '1.28', bad: 'mode: nftables', at: 'mode: nftables', good: 'mode: ipvs', fineIn: ['1.33'] },
  gate: [
    {
      version: '1.30',
      bad: ['--proxy-mode=nftables'],
      at: '--proxy-mode=nftables',
      says: 'NFTablesProxyMode',
      good: [
        [
          ['--proxy-mode=nftables', '--feature-gates=NFTablesProxyMode=true'],
          ['--proxy-mode=nftables', '--feature-gates=AllAlpha=true,AllBeta=true'],
        ],
      ],
      fineIn: ['1.31'],
    },
    {
      version: '1.31',
      bad: 'mode: nftables\nfeatureGates: {NFTablesProxyMode: false}',
      at: 'mode: nftables',
      good: 'mode: iptables\nfeatureGates: {NFTablesProxyMode: false}',
    },
    {
      version: '1.37',
      bad: 'mode: ipvs\nfeatureGates: {KubeProxyIPVS: false}',
      at: 'mode: ipvs',
      good: 'mode: ipvs',
      fineIn: ['1.36'],
    },
  ],
  windows: { bad: 'mode: kernelspace', at: 'mode: kernelspace', good: 'mode: ""' },
  unknown: { bad: 'mode: IPVS', at: 'mode: IPVS', good: 'mode: ipvs' },
})
