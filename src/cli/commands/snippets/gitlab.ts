/** The job that `klint init --ci gitlab` writes, and docs/ci/gitlab-ci.yml shows. */
export const gitlabJob = (
  version: string,
): string => `# klint in merge requests and on the default branch: findings in the merge request's widgets, and a failed job for new ones.
# Add it to .gitlab-ci.yml, or include it from there: include: [{ local: klint.gitlab-ci.yml }]
klint:
  image: node:24-alpine
  stage: test
  needs: []
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  variables:
    GIT_DEPTH: 1
  before_script:
    # an exact version: rules come with versions, and a new one shall not fail a pipeline overnight
    - npm install --global --ignore-scripts --no-audit --no-fund klint@${version}
  script:
    - >-
      klint --pass-on-no-inputs --fail-on warning
      --output gitlab=gl-code-quality-report.json
      --output junit=klint-junit.xml
  artifacts:
    when: always # a report of findings comes from a job that failed
    reports:
      codequality: gl-code-quality-report.json
      junit: klint-junit.xml
`
