import { defineRule, known } from '../../model/rule.js'

export default defineRule({
  id: 'autoscaler/will-not-start',
  summary: 'TODO: the bad thing in at most 90 characters, lower case, no full stop',
  checks: 'cluster-autoscaler',
  severity: 'warning',
  preset: ['recommended'],
  category: 'reliability',
  since: '0.1.0',
  kubernetes: 'any',
  evidence: ['TODO: where one can read that this takes clusters down'],
  messages: {
    bad: {
      what: 'TODO: the fact, with the spelling of its author',
      why: 'TODO: the outage, in one sentence',
      help: 'TODO: what to write instead',
    },
  },

  // an example that goes with the cases of the test: `known` ends a check where nobody can tell
  *check(autoscaler) {
    const value = yield* known(autoscaler.get('max-nodes-total'))
    if ((value.value ?? 0) > 1000) yield { message: 'bad', at: value }
  },
})
