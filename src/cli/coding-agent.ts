import type { Env } from './io.js'

/**
 * Variables that coding agents set for the commands they run: AI_AGENT is what they agreed on, the others are those of Claude Code,
 * Codex, Cursor, Gemini CLI, OpenCode, Copilot CLI, Goose, Auggie, Cline and Antigravity (unjs/std-env src/agents.ts, block/goose,
 * openai/codex). Variables that a person sets to configure an agent are none of them: CODEX_HOME, GOOSE_PROVIDER.
 */
export const VARIABLES = [
  'AI_AGENT',
  'CLAUDECODE',
  'CODEX_CI',
  'CODEX_SANDBOX',
  'CODEX_SANDBOX_NETWORK_DISABLED',
  'CODEX_THREAD_ID',
  'CURSOR_AGENT',
  'GEMINI_CLI',
  'OPENCODE',
  'COPILOT_CLI',
  'GOOSE_TERMINAL',
  'AUGMENT_AGENT',
  'CLINE_ACTIVE',
  'ANTIGRAVITY_AGENT',
] as const

/** Whether a coding agent reads what is printed. */
export const isCodingAgent = (env: Env): boolean => VARIABLES.some(name => (env[name] ?? '') !== '')
