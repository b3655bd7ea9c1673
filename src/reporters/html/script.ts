/**
 * Filter and search, and everything unfolded while it is printed. No data: it reads the page it stands in. A constant, because its
 * hash is what the page's policy allows.
 */
export const SCRIPT = `(() => {
  'use strict'
  const unfoldTo = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
    if (target === null) return
    for (let at = target; at !== null; at = at.parentElement) if (at.localName === 'details') at.open = true
    target.scrollIntoView()
  }
  addEventListener('hashchange', unfoldTo)
  if (location.hash.length > 1) unfoldTo()

  let folded = []
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')]
    for (const one of folded) one.open = true
  })
  addEventListener('afterprint', () => {
    for (const one of folded) one.open = false
  })

  const form = document.getElementById('filter')
  if (form === null) return
  form.hidden = false
  const status = document.getElementById('count')
  const none = document.getElementById('none')
  const findings = [...document.querySelectorAll('article.finding')].map(node => ({ node, text: undefined }))
  const groups = [...document.querySelectorAll('[data-group]')]

  const apply = () => {
    const words = form.elements.text.value.toLowerCase().split(/\\s+/).filter(word => word !== '')
    const severities = new Set([...form.querySelectorAll('input[name=severity]:checked')].map(({ value }) => value))
    const rule = form.elements.rule.value
    const cluster = form.elements.cluster === undefined ? '' : form.elements.cluster.value
    const isAll = words.length === 0 && severities.size === 3 && rule === '' && cluster === ''
    let shown = 0
    for (const finding of findings) {
      const { severity, rule: ofRule, cluster: ofCluster } = finding.node.dataset
      let fits = severities.has(severity) && (rule === '' || rule === ofRule) && (cluster === '' || cluster === ofCluster)
      if (fits && words.length > 0) {
        if (finding.text === undefined) {
          const section = finding.node.closest('.file')
          finding.text = ((section === null ? '' : section.querySelector('h3').textContent) + ' ' + finding.node.textContent).toLowerCase()
        }
        fits = words.every(word => finding.text.includes(word))
      }
      finding.node.hidden = !fits
      if (fits) shown++
    }
    for (const group of groups) group.hidden = !isAll && group.querySelector('article.finding:not([hidden])') === null
    document.documentElement.classList.toggle('filtered', !isAll)
    none.hidden = shown > 0
    status.textContent = isAll
      ? findings.length + (findings.length === 1 ? ' finding' : ' findings')
      : shown + ' of ' + findings.length + (findings.length === 1 ? ' finding' : ' findings')
  }
  form.addEventListener('submit', event => event.preventDefault())
  form.addEventListener('input', apply)
  form.addEventListener('reset', () => setTimeout(apply))
  apply()
})()`
