import rule from '../../../src/rules/autoscaler/will-not-start.js'
import { ruleTest, text } from '../../support/rule-test.js'

ruleTest(rule, {
  silent: {
    'TODO: all is well': {
      'autoscaler.yaml': text`
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: cluster-autoscaler
          namespace: kube-system
        spec:
          template:
            spec:
              containers:
                - name: cluster-autoscaler
                  image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.2
                  command:
                    - ./cluster-autoscaler
                    - --max-nodes-total=100
      `,
    },
  },
  cannotTell: {
    'TODO: nobody can tell': {
      'autoscaler.yaml': text`
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: cluster-autoscaler
          namespace: kube-system
        spec:
          template:
            spec:
              containers:
                - name: cluster-autoscaler
                  image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.2
                  command:
                    - ./cluster-autoscaler
                    - --max-nodes-total={{ .value }}
      `,
    },
  },
  reports: {
    'TODO: what is wrong': {
      'autoscaler.yaml': text`
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: cluster-autoscaler
          namespace: kube-system
        spec:
          template:
            spec:
              containers:
                - name: cluster-autoscaler
                  image: registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.2
                  command:
                    - ./cluster-autoscaler
                    - --max-nodes-total=5000
      `,
      expect: text`
        autoscaler.yaml
                      - --max-nodes-total=5000
                        ~~~~~~~~~~~~~~~~~~~~~~ bad
      `,
    },
  },
})
