import rule from '../../../src/rules/etcd/initial-cluster-mismatch.js'
import { ruleTest, text } from '../../support/rule-test.js'
import { staticPod } from '../../support/static-pod.js'

const member = (...words: readonly string[]): string => staticPod('etcd', '3.5.24-0', ...words)

const NAME = '--name=e1'
const URLS = '--initial-advertise-peer-urls=https://10.0.1.11:2380'

ruleTest(rule, {
  silent: {
    'the own entry fits': {
      'etcd.yaml': member(NAME, URLS, '--initial-cluster=e1=https://10.0.1.11:2380,e2=https://10.0.1.12:2380'),
    },
    'the defaults of one member': { 'etcd.yaml': member(NAME, '--data-dir=/var/lib/etcd') },
    'a host name may be that address': {
      'etcd.yaml': member(NAME, URLS, '--initial-cluster=e1=https://e1.example.org:2380'),
    },
    'who joins announced its URLs before': {
      'etcd.yaml': member(
        NAME,
        URLS,
        '--initial-cluster-state=existing',
        '--initial-cluster=e1=https://10.0.1.99:2380',
      ),
    },
    'with a name the list is made of what it advertises': { 'etcd.yaml': member(NAME, URLS) },
    'with a name a list that is the default is made anew': {
      'etcd.yaml': member(NAME, URLS, '--initial-cluster=default=http://localhost:2380'),
    },
    'no name, and what it advertises is the default': {
      'etcd.yaml': member('--initial-advertise-peer-urls=http://localhost:2380'),
    },
    'without a name who joins announced its URLs before': {
      'etcd.yaml': member(URLS, '--initial-cluster-state=existing'),
    },
    'discovery finds the cluster': {
      'etcd.yaml': member(NAME, '--discovery=https://d.example.org/x', '--initial-cluster=e2=https://10.0.1.12:2380'),
    },
    'several URLs of one member': {
      'etcd.yaml': member(
        NAME,
        '--initial-advertise-peer-urls=http://10.0.1.12:2380,http://10.0.1.11:2380',
        '--initial-cluster=e1=http://10.0.1.11:2380,e1=http://10.0.1.12:2380',
      ),
    },
    'who listens on all addresses advertises that of its machine': {
      'etcd.yaml': member(NAME, '--listen-peer-urls=http://0.0.0.0:2380', '--initial-cluster=e1=http://10.0.1.11:2380'),
    },
  },
  cannotTell: {
    'the name comes from a template': {
      'etcd.yaml': member('--name={{ .name }}', URLS, '--initial-cluster=e1=https://10.0.1.11:2380'),
    },
    'the list comes from a template': {
      'etcd.yaml': member(NAME, URLS, '--initial-cluster={{ .members }}'),
    },
  },
  reports: {
    'neither a name nor a list': {
      'etcd.yaml': member(URLS),
      expect: text`
        etcd.yaml
                  - --initial-advertise-peer-urls=https://10.0.1.11:2380
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ left
      `,
    },
    'its name is not in the list': {
      'etcd.yaml': member(NAME, URLS, '--initial-cluster=etcd1=https://10.0.1.11:2380'),
      expect: text`
        etcd.yaml
                  - --initial-cluster=etcd1=https://10.0.1.11:2380
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ missing
      `,
    },
    'another address, another scheme, another port': {
      'a/etcd.yaml': member(NAME, URLS, '--initial-cluster=e1=https://10.0.1.12:2380'),
      'b/etcd.yaml': member(NAME, URLS, '--initial-cluster=e1=http://10.0.1.11:2380'),
      'c/etcd.yaml': member(NAME, URLS, '--initial-cluster=e1=https://e1.example.org:2381'),
      expect: text`
        a/etcd.yaml
                  - --initial-cluster=e1=https://10.0.1.12:2380
                                      ~~~~~~~~~~~~~~~~~~~~~~~~~ differs
        b/etcd.yaml
                  - --initial-cluster=e1=http://10.0.1.11:2380
                                      ~~~~~~~~~~~~~~~~~~~~~~~~ differs
        c/etcd.yaml
                  - --initial-cluster=e1=https://e1.example.org:2381
                                      ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ differs
      `,
    },
    'nobody said what it advertises, so that is localhost': {
      'etcd.yaml': member(NAME, '--initial-cluster=e1=http://10.0.1.11:2380'),
      expect: text`
        etcd.yaml
                  - --initial-cluster=e1=http://10.0.1.11:2380
                                      ~~~~~~~~~~~~~~~~~~~~~~~~ differs
      `,
    },
    'an entry without a scheme': {
      'etcd.yaml': member(NAME, URLS, '--initial-cluster=e1=10.0.1.11:2380'),
      expect: text`
        etcd.yaml
                  - --initial-cluster=e1=10.0.1.11:2380
                                      ~~~~~~~~~~~~~~~~~ malformed
      `,
    },
    'two members at one URL': {
      'etcd.yaml': member(NAME, URLS, '--initial-cluster=e1=https://10.0.1.11:2380,e2=https://10.0.1.11:2380'),
      expect: text`
        etcd.yaml
                  - --initial-cluster=e1=https://10.0.1.11:2380,e2=https://10.0.1.11:2380
                                                                ~~~~~~~~~~~~~~~~~~~~~~~~~ twice
      `,
    },
  },
})
