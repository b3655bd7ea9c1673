import rule from '../../../src/rules/upgrade/removed-admission-plugin.js'
import { recordedApiserver } from '../../support/recorded-pod.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

const apiserver = (version: string, ...flags: string[]) => ({
  'apiserver.yaml': staticPod('kube-apiserver', version, ...flags),
})

const drawn = (line: string, marks: string) => text`
  apiserver.yaml
            - ${line}
              ${marks}
`

ruleTest(rule, {
  silent: {
    'plugins this version has': apiserver('v1.34.2', '--enable-admission-plugins=NodeRestriction,PodSecurity'),
    'the plugin long before it goes': apiserver('v1.22.4', '--enable-admission-plugins=PodSecurityPolicy'),
    'a name before anybody wrote down the names': apiserver('v1.9.4', '--admission-control=Initializers,Frobnicate'),
    'an empty list': apiserver('v1.34.2', '--enable-admission-plugins='),
    'a build whose vendor decides what is in it': {
      'apiserver.yaml': staticPod(
        'kube-apiserver',
        'registry.example.com/kube-apiserver:v1.28.3-eks-1',
        '--enable-admission-plugins=PodSecurityPolicy',
      ),
    },
    'an alpha plugin with its gate': apiserver(
      'v1.28.4',
      '--enable-admission-plugins=SecurityContextDeny',
      '--feature-gates=SecurityContextDeny=true',
    ),
    'one that runs knows its plugins': {
      'cluster.yaml': recordedApiserver('v1.34.2', '--enable-admission-plugins=PodSecurityPolicy', true),
      except: { opacity: 'a container of which nothing is known may be one that crashes' },
    },
  },
  cannotTell: {
    'no version, so it may be one that has it': {
      'kube-apiserver.service': text`
        [Service]
        ExecStart=/usr/bin/kube-apiserver --enable-admission-plugins=PodSecurityPolicy
      `,
    },
    'the list comes from a template': apiserver('v1.34.2', '--enable-admission-plugins={{ .plugins }}'),
  },
  reports: {
    'one of a list, with what took its place': {
      ...apiserver('v1.25.16', '--enable-admission-plugins=NodeRestriction,PodSecurityPolicy'),
      expect: drawn(
        '--enable-admission-plugins=NodeRestriction,PodSecurityPolicy',
        '                                           ~~~~~~~~~~~~~~~~~ replaced',
      ),
    },
    'switched off by name, which takes the name all the same': {
      ...apiserver('v1.31.2', '--disable-admission-plugins=PersistentVolumeLabel'),
      expect: drawn(
        '--disable-admission-plugins=PersistentVolumeLabel',
        '                            ~~~~~~~~~~~~~~~~~~~~~ removed',
      ),
    },
    'the next minor is without it': {
      ...apiserver('v1.24.4', '--enable-admission-plugins=PodSecurityPolicy'),
      expect: drawn(
        '--enable-admission-plugins=PodSecurityPolicy',
        '                           ~~~~~~~~~~~~~~~~~ replaced',
      ),
    },
    'a plugin of a later version': {
      ...apiserver('v1.25.4', '--enable-admission-plugins=ValidatingAdmissionPolicy'),
      expect: drawn(
        '--enable-admission-plugins=ValidatingAdmissionPolicy',
        '                           ~~~~~~~~~~~~~~~~~~~~~~~~~ tooNew',
      ),
    },
    'names are case-sensitive': {
      ...apiserver('v1.34.4', '--enable-admission-plugins=nodeRestriction'),
      expect: drawn('--enable-admission-plugins=nodeRestriction', '                           ~~~~~~~~~~~~~~~ unknown'),
    },
    'the configuration of one that is gone': {
      ...apiserver('v1.34.4', '--admission-control-config-file=/etc/kubernetes/admission.yaml'),
      'etc/kubernetes/admission.yaml': text`
        apiVersion: apiserver.config.k8s.io/v1
        kind: AdmissionConfiguration
        plugins:
          - name: PodPreset
            configuration: {}
      `,
      expect: text`
        etc/kubernetes/admission.yaml
            - name: PodPreset
                    ~~~~~~~~~ ignored
      `,
    },
    'an alpha plugin without its gate': {
      ...apiserver('v1.28.4', '--enable-admission-plugins=SecurityContextDeny'),
      expect: drawn(
        '--enable-admission-plugins=SecurityContextDeny',
        '                           ~~~~~~~~~~~~~~~~~~~ gated',
      ),
    },
  },
})
