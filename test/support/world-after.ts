import { afterAll, expect } from 'vitest'
import { busEvents, parkedMessages } from './cloud-services-bus.ts'
import { logLines } from './cloud-services-log.ts'
import { allMails } from './cloud-services-mail.ts'
import { secretsIn } from './cloud-services-secrets.ts'
import { workflowFailures, workflowHistories } from './cloud-services-workflow.ts'
import { everyAnswer } from './gateway-contract.ts'
import { tableViolations } from './invariants.ts'
import { dumpTable } from './world-table.ts'

/** What an address or a phone number looks like, our own example aside; none belongs into a log, onto the bus, or into a problem. */
const personal = /[\w.+-]+@[\w-]+\.[a-z]{2,}|\+(?!3215000000)\d{8,15}/i

/** What rows show once, in the answer that makes it, and nowhere else. */
const shown: Readonly<Record<string, string>> = {
  createApiKey: 'API key',
  rotateApiKey: 'API key',
  createWebhook: 'webhook secret',
  rotateWebhookSecret: 'webhook secret',
}

afterAll(async () => {
  expect(await tableViolations(), 'the table does not agree with itself').toEqual([])
  const told = {
    log: logLines(),
    bus: busEvents().map(({ detail }) => detail),
    parked: parkedMessages(),
    problems: everyAnswer().flatMap(({ headers, body }) =>
      headers['content-type'] === 'application/problem+json' ? [body] : [],
    ),
    replies: everyAnswer().flatMap(({ from, headers, body }) =>
      headers['content-type'] === 'application/json' && !(from in shown) ? [body] : [],
    ),
    headers: everyAnswer().map(({ headers }) => JSON.stringify(headers)),
    table: (await dumpTable()).map((item) => JSON.stringify(item)),
  }
  for (const [where, texts] of Object.entries(told)) {
    // The token of a waiting workflow is kept in the table, and nowhere else.
    const kept = where === 'table' ? ['task token'] : []
    expect(secretsIn(texts.join('\n'), kept), `secrets in ${where}`).toEqual([])
    if (where === 'replies' || where === 'table') continue
    expect(
      texts.filter((text) => personal.test(text)),
      `personal values in ${where}`,
    ).toEqual([])
  }
  const mails = allMails().map(({ subject, html, text }) => `${subject}\n${html}\n${text}`)
  expect(secretsIn(mails.join('\n'), ['link token', 'approval code']), 'secrets in mails').toEqual([])
  expect(secretsIn(workflowHistories().join('\n')), 'secrets in histories of workflows').toEqual([])
  expect(workflowFailures(), 'workflows that failed').toEqual([])
  for (const { from, status, body } of everyAnswer()) {
    const alsoShown: Readonly<Record<string, string>> = {
      ...(status === 200 && { setPassword: 'authenticator key' }),
      // Whoever has typed a code and forgotten a tick sees it again.
      ...(status === 400 && {
        decideApproval: 'approval code',
        askQuestion: 'approval code',
        handOverApproval: 'approval code',
      }),
    }
    const allowed = ['link token', alsoShown[from ?? ''] ?? '']
    if (from in shown)
      expect([...new Set(secretsIn(body))], `secrets shown by ${from}`).toEqual(status < 300 ? [shown[from]] : [])
    expect(body.startsWith('<!doctype') ? secretsIn(body, allowed) : [], `secrets on a page of ${from}`).toEqual([])
  }
})
