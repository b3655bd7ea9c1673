import { RUNTIME_CONFIG } from '../../../src/facts/start-up/kube-apiserver-apart.js'
import rule from '../../../src/rules/apiserver/runtime-config-unknown.js'
import { startUpTest } from '../../support/start-up-test.js'

startUpTest(rule, RUNTIME_CONFIG, {
  'unknown-api': [
    {
      version: '1.21',
      bad: ['--runtime-config=batch/v2alpha1=true'],
      at: 'batch/v2alpha1=true',
      says: 'not a version of its group',
      good: [
        // registered is enough, it need not be served
        [['--runtime-config=autoscaling/v2beta1=true,extensions/v1beta1=false']],
        [['--runtime-config=v1=true,api/v1=true,/v1=true,api/legacy=false']],
        [['--runtime-config=apps/v1/deployments=false']],
      ],
      fineIn: ['1.20'],
    },
    {
      version: '1.20',
      bad: ['--runtime-config=api/all=true,settings.k8s.io/v1alpha1=true'],
      at: 'settings.k8s.io/v1alpha1=true',
      says: 'no API group `settings.k8s.io`',
      good: ['--runtime-config=api/all=true,internal.apiserver.k8s.io/v1alpha1=true'],
      fineIn: ['1.19'],
    },
    {
      version: '1.16',
      bad: ['--runtime-config=api/beta=false'],
      at: 'api/beta=false',
      good: ['--runtime-config=api/all=true'],
      fineIn: ['1.17'],
    },
    {
      bad: ['--runtime-config=batch=true'],
      at: 'batch=true',
      good: ['--runtime-config=batch/v1=true'],
    },
  ],
  'not-boolean': [
    {
      bad: ['--runtime-config=api/beta=yes'],
      at: 'api/beta=yes',
      good: ['--runtime-config=api/beta=true,batch/v1=1'],
    },
    { bad: ['--runtime-config=batch/v1=on'], at: 'batch/v1=on', good: ['--runtime-config=batch/v1=0'] },
  ],
  'nothing-served': {
    bad: ['--runtime-config=api/all=false'],
    at: 'api/all=false',
    good: ['--runtime-config=api/all=false,v1=true,apiregistration.k8s.io/v1=1'],
  },
  'needed-api': [
    {
      bad: ['--runtime-config=api/all=false,apps/v1=true', '--enable-priority-and-fairness=false'],
      at: 'api/all=false',
      says: '`v1`',
      good: [
        [['--runtime-config=api/all=false,api/ga=true']],
        [['--runtime-config=api/all=false,v1=true,apiregistration.k8s.io/v1=true']],
        [['--runtime-config=api/beta=false,batch/v1=false']],
      ],
      fineIn: ['1.26.15'],
    },
    {
      bad: ['--runtime-config=api/all=false,api/v1=true', '--enable-priority-and-fairness=false'],
      at: 'api/all=false',
      says: '`apiregistration.k8s.io/v1`',
      good: ['--runtime-config=api/all=true,api/v1=true'],
    },
    { bad: ['--runtime-config=v1=0'], at: 'v1=0', good: ['--runtime-config=v1=1'] },
    {
      bad: ['--runtime-config=api/ga=false', '--enable-priority-and-fairness=false'],
      at: 'api/ga=false',
      good: ['--runtime-config=api/ga=false,v1=true,apiregistration.k8s.io/v1=true'],
    },
  ],
})
