import {
  type BackgroundProgram,
  findRunning,
  freePorts,
  type Started,
  startBackground,
  stopBackground,
} from './background-process.ts'
import { type InstalledPython, installMiniStack } from './python.ts'
import { type LocalCloud, projectDirectory } from './settings.ts'
import { readStreamsFromTheirBeginning } from './stream-positions.ts'

const cloudProcess = { name: 'cloud', recognisedBy: 'ministack', stopSeconds: 20 } as const
const mailboxProcess = { name: 'mailbox', recognisedBy: 'maildev', stopSeconds: 5 } as const

export const gatewayUrl = (cloud: LocalCloud) => `http://127.0.0.1:${cloud.gatewayPort}`
export const mailboxUrl = (cloud: LocalCloud) => `http://127.0.0.1:${cloud.mailboxPort}`

/** The environment in which the CDK CLI talks to this cloud instead of Amazon's. */
export function credentialsOf(cloud: LocalCloud): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: gatewayUrl(cloud),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_DEFAULT_REGION: 'us-east-1',
  }
}

/** The same for the SDK's clients in this process. */
export function clientSettings(cloud: LocalCloud) {
  return {
    endpoint: gatewayUrl(cloud),
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  }
}

/** A cloud of its own for a test run: on ports that are free, and gone with the process that starts it. */
export async function temporaryCloud(
  stateDirectory: string,
  { contractDaySeconds }: Required<Pick<LocalCloud, 'contractDaySeconds'>>,
): Promise<LocalCloud> {
  const [gatewayPort = 0, smtpPort = 0, mailboxPort = 0, webhookPort = 0] = await freePorts(4)
  return { stateDirectory, gatewayPort, smtpPort, mailboxPort, webhookPort, contractDaySeconds, survives: false }
}

/** Starts MiniStack, or recognises it when it runs already, and waits until it is ready. */
export async function startCloud(cloud: LocalCloud): Promise<Started> {
  const program = cloudProgram(cloud, await installMiniStack())
  if (!isCloudRunning(cloud)) readStreamsFromTheirBeginning(cloud)
  return startBackground(program)
}

/** Starts the mailbox that every mail of this cloud ends up in. */
export async function startMailbox(cloud: LocalCloud): Promise<Started> {
  return startBackground(mailboxProgram(cloud))
}

/** Stops both. MiniStack saves its state only now; the mailbox keeps every mail as it comes. */
export async function stopCloud(cloud: LocalCloud): Promise<boolean> {
  const { stateDirectory } = cloud
  const stopped = await Promise.all([
    stopBackground({ ...cloudProcess, stateDirectory }),
    stopBackground({ ...mailboxProcess, stateDirectory }),
  ])
  return stopped.includes(true)
}

export function isCloudRunning(cloud: LocalCloud): boolean {
  return findRunning({ ...cloudProcess, stateDirectory: cloud.stateDirectory }) !== undefined
}

function cloudProgram(cloud: LocalCloud, python: InstalledPython): BackgroundProgram {
  const { stateDirectory, gatewayPort, smtpPort, survives } = cloud
  return {
    ...cloudProcess,
    command: python.command,
    args: ['-m', 'ministack'],
    settings: {
      PYTHONPATH: python.packages,
      GATEWAY_PORT: String(gatewayPort),
      BIND_HOST: '127.0.0.1',
      STATE_DIR: `${stateDirectory}/cloud`,
      S3_DATA_DIR: `${stateDirectory}/buckets`,
      PERSIST_STATE: '1',
      S3_PERSIST: '1',
      SMTP_HOST: `127.0.0.1:${smtpPort}`,
      SFTP_ENABLED: '0',
      IOT_MTLS_ENABLED: '0',
      // Without it, errors of the trigger that records sign-ins are swallowed.
      MINISTACK_COGNITO_PRETOKEN_STRICT: '1',
      // CDK's own custom resources expect the SDK beside them, as Lambda has it.
      NODE_PATH: `${projectDirectory}/node_modules`,
    },
    stateDirectory,
    ports: [{ port: gatewayPort, variable: 'gatewayPort' }],
    survives,
    isReady: () => answers(`${gatewayUrl(cloud)}/_ministack/ready`),
  }
}

function mailboxProgram(cloud: LocalCloud): BackgroundProgram {
  const { stateDirectory, smtpPort, mailboxPort, survives } = cloud
  const args = Object.entries({
    smtp: smtpPort,
    web: mailboxPort,
    // Each has its own default, and both defaults listen to the world.
    ip: '127.0.0.1',
    'web-ip': '127.0.0.1',
    'mail-directory': `${stateDirectory}/mails`,
  }).flatMap(([option, value]) => [`--${option}`, String(value)])
  return {
    ...mailboxProcess,
    command: `${projectDirectory}/node_modules/.bin/node`,
    args: [`${projectDirectory}/node_modules/.bin/maildev`, ...args],
    settings: {},
    stateDirectory,
    ports: [
      { port: smtpPort, variable: 'smtpPort' },
      { port: mailboxPort, variable: 'mailboxPort' },
    ],
    survives,
    isReady: () => answers(`${mailboxUrl(cloud)}/api/healthz`),
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url)
    await response.arrayBuffer()
    return response.ok
  } catch {
    return false
  }
}
