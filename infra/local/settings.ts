import { fileURLToPath } from 'node:url'
import { LocalProblem } from './local-problem.ts'

export const projectDirectory = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
const stateOfStart = fileURLToPath(new URL('.state', import.meta.url))

/** Where MiniStack is installed, once, for `npm start` and the cloud suite alike; `npm run reset` leaves it. */
export const pythonDirectory = `${stateOfStart}/python`

/** One local cloud with its mailbox: where it keeps everything, and where it listens (on 127.0.0.1 only). */
export type LocalCloud = {
  readonly stateDirectory: string
  readonly gatewayPort: number
  readonly smtpPort: number
  readonly mailboxPort: number
  /** How long a day of a contract's deadlines is there; without it, a day. */
  readonly contractDaySeconds?: number
  /** Where a receiver of webhooks may listen; without it, on the usual port. */
  readonly webhookPort?: number
  /** True for `npm start`: its processes outlive the command. Otherwise they end with the process that started them. */
  readonly survives: boolean
}

/** The variables that move a port of `npm start`, named in the sentence about a taken port. */
export const portVariables = {
  gatewayPort: 'ROLECALL_GATEWAY_PORT',
  smtpPort: 'ROLECALL_SMTP_PORT',
  mailboxPort: 'ROLECALL_MAILBOX_PORT',
} as const

/** The local cloud of `npm start`. */
export function cloudOfStart(environment: NodeJS.ProcessEnv = process.env): LocalCloud {
  return {
    stateDirectory: stateOfStart,
    gatewayPort: portFrom(environment, portVariables.gatewayPort, 4566),
    smtpPort: portFrom(environment, portVariables.smtpPort, 1025),
    mailboxPort: portFrom(environment, portVariables.mailboxPort, 1080),
    survives: true,
  }
}

function portFrom(environment: NodeJS.ProcessEnv, variable: string, otherwise: number): number {
  const text = environment[variable]
  if (text === undefined || text === '') return otherwise
  const port = Number(text)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new LocalProblem(`${variable} is "${text}": set it to a port number between 1 and 65535, or leave it out.`)
}
