import type { RowCase } from '../start-up-test.js'

export const ADMISSION: Readonly<Record<string, RowCase | readonly RowCase[]>> = {
  'admission-exclusive': {
    bad: ['--admission-control=NodeRestriction', '--enable-admission-plugins=NodeRestriction'],
    at: '--admission-control=NodeRestriction',
    good: ['--admission-control=NodeRestriction'],
  },
  'admission-overlap': {
    bad: ['--enable-admission-plugins=NodeRestriction,PodNodeSelector', '--disable-admission-plugins=PodNodeSelector'],
    at: '--disable-admission-plugins=PodNodeSelector',
    good: ['--enable-admission-plugins=NodeRestriction', '--disable-admission-plugins=PodNodeSelector'],
  },
  'apf-runtime-config': [
    {
      bad: ['--runtime-config=flowcontrol.apiserver.k8s.io/v1=false'],
      at: 'flowcontrol.apiserver.k8s.io/v1=false',
      good: [
        [['--runtime-config=flowcontrol.apiserver.k8s.io/v1=false', '--enable-priority-and-fairness=false']],
        [['--runtime-config=flowcontrol.apiserver.k8s.io/v1=true,api/all=false']],
        [['--runtime-config=api/beta=false']],
      ],
      fineIn: ['1.28'],
    },
    {
      version: '1.26',
      bad: ['--runtime-config=api/beta=false'],
      at: 'api/beta=false',
      good: ['--runtime-config=api/beta=false', '--feature-gates=APIPriorityAndFairness=false'],
      fineIn: ['1.29'],
    },
  ],
}
