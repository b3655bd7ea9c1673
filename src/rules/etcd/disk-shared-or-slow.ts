import { calledNames } from '../../facts/names.js'
import type { Resource } from '../../model/component.js'
import { cannotTell, defineRule, known } from '../../model/rule.js'
import { writtenValue } from '../../model/setting.js'

/** GiB below which a gp2 volume has so few operations a second (3 for each GiB) that it lives on its burst credits. */
const SMALL = 100

export default defineRule({
  id: 'etcd/disk-shared-or-slow',
  summary: 'etcd shares a disk or sits on a slow one',
  checks: 'volume',
  severity: 'warning',
  preset: ['talk', 'recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: [
    'https://www.youtube.com/watch?v=xZO9nx6GBu0',
    'https://etcd.io/docs/v3.5/op-guide/hardware/',
    'https://openai.com/index/scaling-kubernetes-to-2500-nodes/',
    'https://github.com/openshift/cluster-etcd-operator/pull/499',
  ],
  messages: {
    slow: {
      what: 'the etcd data directory is on {disk}',
      why: 'every write waits for the disk, so fsync latency becomes API latency and a missed heartbeat starts an election',
      help: 'give etcd a dedicated SSD (gp3 with 3000 IOPS or more, Premium SSD)',
    },
  },

  *check(volume) {
    if (!isOfEtcd(volume)) return
    const written = yield* known(volume.get('type'))
    const type = written.value ?? defaultType(volume)
    if (type === undefined) {
      yield* cannotTell('the type of the etcd volume is not known', volume)
      return
    }
    const size = volume.number('size')
    if (type === 'gp2') {
      const { value } = yield* known(size)
      // Without a size the volume is what its snapshot is.
      if (value === undefined) yield* cannotTell('the size of the etcd volume is not known', volume)
      else if (value >= SMALL) return
    } else if (!SLOW.test(type)) return
    const gib = size.state === 'set' && size.value !== undefined ? ` of ${size.value} GiB` : ''
    const place = written.value !== undefined ? written : size.state === 'set' ? size : volume
    yield { message: 'slow', at: place, values: { disk: `${/^s[tc]1$/.test(type) ? 'an' : 'a'} ${type} volume${gib}` } }
  },
})

/** Magnetic disks of AWS and Google Cloud, and everything below Premium on Azure. */
const SLOW = /^(?:standard|st1|sc1|pd-standard|Standard_\w+|StandardSSD_\w+)$/

/** EC2's CreateVolume makes a gp2 where no type is given; the other clouds and kops choose otherwise. */
function defaultType(volume: Resource): string | undefined {
  const provider = volume.get('provider')
  const made = provider.state === 'set' ? provider.by?.spelling : undefined
  return made === 'aws_ebs_volume' || made === 'AWS::EC2::Volume' ? 'gp2' : undefined
}

const ETCD = /(?:^|[^a-z])etcd(?![a-z])/i
const COPY = /backup|snapshot|restore/i

/** Named for etcd. A disk of a machine is not: etcd's may be another one of it. */
function isOfEtcd(volume: Resource): boolean {
  if (writtenValue(volume.get('serves')) === 'etcd') return true
  const owner = volume.get('attachedTo')
  if (owner.state === 'set' && /block_?device/i.test(owner.by?.spelling ?? '')) return false
  const names = calledNames(volume)
  return names.some(name => ETCD.test(name)) && !names.some(name => COPY.test(name))
}
