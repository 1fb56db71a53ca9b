import { execFile, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { activatePerson } from '../../../infra/local/activate-person.ts'
import { linkIn, waitForMail } from '../../../infra/local/mailbox.ts'
import { administrator, owner, plainUser } from '../../../infra/local/sample-data.ts'
import { deployed } from '../../support/deployed.ts'
import { shownOn } from '../../support/deployed-contracts.ts'
import { forgetContainers } from '../../support/deployed-functions.ts'
import { send, succeed } from '../../support/deployed-requests.ts'
import { activate, aProvider, beginAfresh, type SignedIn, settled, signIn } from '../../support/deployed-world.ts'
import { asShown, jsonValuesIn, readmeExamples, readmePrograms } from '../../support/readme-examples.ts'

const examples = readmeExamples('Use it over HTTP')
const programs = readmePrograms('Use it over HTTP')
const project = fileURLToPath(new URL('../../../', import.meta.url))
const separator = '\u001e'

/** Where the examples run: as in this folder after `npm start`, with nothing in it but what they may use. */
const folder = mkdtempSync(`${tmpdir()}/rolecall-readme-`)
let printed: readonly string[]

beforeAll(async () => {
  await beginAfresh()
  await forgetContainers('contracts', 'notifications')
  const people = await sampleDeployment()
  program('npm', `if (process.argv[2] === 'run') console.log(${JSON.stringify(people)}[process.argv.at(-1)])`)
  program('npx', npx)
  program('jq', jq)
  symlinkSync(process.execPath, `${folder}/programs/node`)
  symlinkSync(`${project}node_modules`, `${folder}/node_modules`)
  for (const [name, text] of programs) writeFileSync(`${folder}/${name}`, text)
  requirePython()
  ;[printed] = await Promise.all([runAll(), approveOnceReminded(plainUser.email)])
}, 300_000)

afterAll(() => rmSync(folder, { recursive: true }))

describe('the README, used over HTTP from its first example to its last', () => {
  test('has examples, and answers to compare', () => {
    expect(examples.length).toBeGreaterThan(10)
    expect(examples.filter(({ answers }) => answers !== undefined).length).toBeGreaterThan(8)
    expect(printed).toHaveLength(examples.length)
  })

  test.each(examples.map((example, index) => ({ ...example, index })))('$commands', ({ answers, index }) => {
    const text = printed[index] ?? ''
    if (answers === undefined) expect(text).not.toContain('"requestId"')
    else expect(jsonValuesIn(text)).toEqual(asShown(answers))
  })
})

describe('the programs of the README', () => {
  test('are one for each language that has an example', () => {
    expect([...programs.keys()]).toEqual(['tickets.ts', 'tickets.py'])
  })

  test('hold what the compiler asks of them, with the client that was generated', () => {
    const compilerOptions = {
      ...{ target: 'es2024', module: 'nodenext', types: ['node'], strict: true, noUncheckedIndexedAccess: true },
      ...{ noEmit: true, allowImportingTsExtensions: true, erasableSyntaxOnly: true, skipLibCheck: true },
    }
    writeFileSync(`${folder}/package.json`, JSON.stringify({ type: 'module' }))
    writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, include: ['*.ts'] }))
    const { stdout, status } = spawnSync(`${project}node_modules/.bin/tsc`, ['-p', folder], { encoding: 'utf8' })
    expect(stdout).toBe('')
    expect(status).toBe(0)
  })
})

/** The provider and the customer of `npm start`; answers the access token of each of their people by address. */
async function sampleDeployment(): Promise<Readonly<Record<string, string>>> {
  const provider = await aProvider()
  const body = { parentId: provider.organizationId, name: 'Contoso Bakeries', country: 'BE', language: 'en' }
  const { organization } = await succeed('createOrganization', {
    by: provider.owner,
    body: { ...body, firstOwner: owner },
  })
  const customerId = organization.organizationId
  const mia = await signIn(await activate(owner.email))
  await succeed('inviteUsers', {
    by: mia,
    params: { organizationId: customerId },
    body: { addresses: [plainUser.email] },
  })
  const jan = await signIn(await activatePerson({ mailboxUrl: deployed.mailboxUrl, ...plainUser }))
  await settled()

  mkdirSync(`${folder}/infra/local/.state`, { recursive: true })
  writeFileSync(
    `${folder}/infra/local/.state/outputs.json`,
    JSON.stringify({ apiUrl: deployed.ApiUrl, organizationId: provider.organizationId, customerId }),
  )
  const signedIn: readonly (readonly [string, SignedIn])[] = [
    [administrator.email, provider.owner],
    [owner.email, mia],
    [plainUser.email, jan],
  ]
  return Object.fromEntries(signedIn.map(([email, { accessToken }]) => [email, accessToken]))
}

/** What the README asks its reader to do in the mailbox: to approve in place of whoever was reminded of a contract. */
async function approveOnceReminded(address: string): Promise<void> {
  const mailbox = { mailboxUrl: deployed.mailboxUrl, address, timeoutSeconds: 240 }
  await waitForMail(mailbox, ({ subject }) => subject.startsWith('Reminder'))
  // Another reminder may end the link meanwhile: then the newest one is followed.
  await vi.waitFor(
    async () => {
      const link = linkIn(await waitForMail(mailbox, (mail) => linkIn(mail, '/approve/') !== undefined), '/approve/')
      if (!link) throw new Error('the mail has no link')
      await send(new URL(`${link}/code`), { method: 'POST' })
      const { text } = await waitForMail(mailbox, ({ subject }) => subject.startsWith('Your code'))
      const code = /\b\d{6}\b/.exec(text)?.[0] ?? ''
      const form = { decision: 'approve', name: 'Jan Peeters', authority: 'on', code, ...(await shownOn(link)) }
      const body = new URLSearchParams(form)
      expect((await send(new URL(`${link}/decision`), { method: 'POST', body })).status).toBe(200)
    },
    { timeout: 120_000, interval: 1000 },
  )
}

/** One of the programs of the README is in Python, which npm does not bring: without it they would fail somewhere in the middle. */
function requirePython(): void {
  const { status } = spawnSync('python3', ['--version'])
  if (status !== 0)
    throw new Error('The README has a program in Python, and there is no python3: install Python 3.10 or newer.')
}

/** `npx openapi-typescript <address> -o <file>`, with the generator that is installed here. */
const npx = `
  const [generator, address, option, file] = process.argv.slice(2)
  if (generator !== 'openapi-typescript' || option !== '-o') throw new Error('npx of what?')
  import(${JSON.stringify(`${project}test/support/generated-client.ts`)}).then(async ({ clientOf }) => {
    const document = await (await fetch(address)).json()
    require('node:fs').writeFileSync(file, await clientOf(document))
  })`

/** jq itself, as WebAssembly: it need not be installed where the tests run. */
const jq = `
  const options = process.argv.slice(2).filter((argument) => argument.startsWith('-'))
  const [filter, file = 0] = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
  const input = require('node:fs').readFileSync(file, 'utf8')
  const { createRequire } = require('node:module')
  createRequire(${JSON.stringify(project)})('jq-web')
    .then(({ raw }) => console.log(raw(input, filter, options)))
    .catch((error) => {
      console.error(filter, 'of', input, error.message)
      process.exit(5)
    })`

function program(name: string, script: string): void {
  mkdirSync(`${folder}/programs`, { recursive: true })
  writeFileSync(`${folder}/programs/${name}`, `#!${process.execPath}\n${script}\n`)
  chmodSync(`${folder}/programs/${name}`, 0o755)
}

/** After so many seconds of the shell, what its first examples have done is more than 60 seconds old. */
const secondsToFollow = 90

/** Runs the examples one after the other in one shell, which stops at the first that fails; answers what each has printed. */
async function runAll(): Promise<readonly string[]> {
  // Whoever reads gets as far only later: what happened in the last 60 seconds is not among what a program follows.
  const settle = (commands: string) =>
    commands.includes('order=oldest') ? `while [ "$SECONDS" -lt ${secondsToFollow} ]; do sleep 1; done\n` : ''
  const script = examples.map(({ commands }) => `${settle(commands)}${commands}\nprintf '\\036'`).join('\n')
  const PATH = [`${folder}/programs`, process.env.PATH].join(delimiter)
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env: { PATH },
  })
  return stdout.split(separator).slice(0, -1)
}
