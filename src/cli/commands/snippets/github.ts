/**
 * The workflow that `klint init --ci github` writes, and docs/ci/github.yml shows. Clean under `zizmor --persona=pedantic` and actionlint
 * (test/cli/commands/snippets.test.ts): no permission but reading, no credentials left in the checkout, every Action by its commit.
 * klint's own commit cannot be in it: a file cannot hold the hash of a commit that holds the file.
 */
export const githubWorkflow = (
  version: string,
): string => `# klint on every push and pull request: annotations, job summary, and a failed check for new findings.
name: klint

on:
  push:
    branches: [main]
  pull_request:

permissions: {}

concurrency:
  group: klint-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  klint:
    name: klint
    runs-on: ubuntu-latest
    timeout-minutes: 10
    permissions:
      contents: read # to check out
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
          fetch-depth: 2 # annotations go to the files of a pull request first
      # the owner, and the commit of the tag: git ls-remote https://github.com/OWNER/klint 'v${version}^{}'
      - uses: OWNER/klint@0000000000000000000000000000000000000000 # v${version}
        with:
          fail-on: warning
`
