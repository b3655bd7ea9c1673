/** What stands behind a host name of a cloud's load balancer. */
export type LoadBalancerHost = 'classic-elb-or-alb' | 'nlb' | 'eks-endpoint' | 'aks-endpoint'

/*
 * Inferred from public host names, not from a specification. A Classic ELB and an ALB share one form; the NLB has
 * sixteen hexadecimal digits and `elb` in front of the region.
 */
const PATTERNS: readonly (readonly [LoadBalancerHost, RegExp])[] = [
  ['classic-elb-or-alb', /-\d{6,12}\.[a-z]{2}(?:-[a-z]{1,20}){1,3}-\d\.elb\.amazonaws\.com(?:\.cn)?$/],
  ['nlb', /-[0-9a-f]{16}\.elb\.[a-z]{2}(?:-[a-z]{1,20}){1,3}-\d\.amazonaws\.com(?:\.cn)?$/],
  ['eks-endpoint', /^[0-9a-f]{32}\.[a-z0-9]{2,4}\.[a-z]{2}(?:-[a-z]{1,20}){1,3}-\d\.eks\.amazonaws\.com(?:\.cn)?$/],
  ['aks-endpoint', /\.(?:hcp|privatelink)\.[a-z0-9]{1,40}\.azmk8s\.io$/],
]

/** The host of what a kubeconfig calls its server: `https://name:443/path`. */
export const hostOfServer = (server: string): string => server.replace(/^[a-z]+:\/\//, '').replace(/[:/].*$/s, '')

/** The kind of load balancer a host name gives away; undefined for all other names. No port, no scheme. */
export function loadBalancerHost(name: string): LoadBalancerHost | undefined {
  if (name.length > 253) return undefined
  const host = name.toLowerCase().replace(/\.$/, '')
  return PATTERNS.find(([, pattern]) => pattern.test(host))?.[0]
}
