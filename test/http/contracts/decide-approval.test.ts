import { beforeAll, describe, expect, test } from 'vitest'
import { getEvidence } from '../../../shared/table/evidence.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { executionsOf } from '../../support/cloud-services-workflow.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { call, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { justBeforeWriting } from '../../support/just-before.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { change, freshContact, putFirst } from '../../support/world-contacts.ts'
import {
  approving,
  codeFor,
  onPage,
  publishedKind,
  readContract,
  requestedContract,
  type SentContract,
  sentAgreement,
  sentContract,
  shownOn,
} from '../../support/world-contracts.ts'
import { textOf } from '../../support/world-forms.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('decideApproval')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const keyOf = ({ organizationId, contractId }: { organizationId: string; contractId: string }) =>
  ({ organizationId, contractId }) as Parameters<typeof getEvidence>[0]

describe('decideApproval', () => {
  test('200 approves, with every fact of it written down, and the workflow ends', async () => {
    const sent = await sentContract(world.provider)
    const code = await codeFor(sent)
    const { status, body } = await onPage(sent.link, 'decision', approving(code, { name: ' Ann Wouters ' }))
    expect(status, body).toBe(200)
    expect(textOf(body)).toContain('Approved, thank you')
    await settle()
    expect(executionsOf(sent.contractId)).toEqual({ [`${sent.contractId}-1`]: 'succeeded' })
    const evidence = await getEvidence(keyOf(sent))
    expect(evidence?.facts).toMatchObject({
      outcome: 'approved',
      approver: { profileId: sent.contact.profileId, email: sent.contact.email, typedName: 'Ann Wouters' },
      confirmedBy: { method: 'mailbox-code', sentTo: sent.contact.email },
      statement: { version: '2026-11', language: 'en' },
      origin: { ipAddress: expect.stringMatching(/^\d/) },
      authority: { wording: '2026-11', attestedBy: `user:${sent.tenant.owner.identityId}` },
      document: { version: 1, language: 'en', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      provider: { name: 'Northwind Managed Services' },
    })
    expect(evidence?.facts.statement?.text).toContain('Microsoft Customer Agreement')
  })

  test('200 of a service agreement says that the CSP contract follows, where one waits', async () => {
    const agreement = await sentAgreement(world.provider)
    await requestedContract(agreement, await publishedKind(world.provider, 'csp-contract'))
    const { body } = await onPage(agreement.link, 'decision', approving(await codeFor(agreement)))
    expect(textOf(body)).toContain('One more document follows')
  })

  test('200 declines with a reason, without a name or a statement', async () => {
    const sent = await sentContract(world.provider)
    const reason = 'We have another provider.\r\nAsk again next year.'
    const { status } = await onPage(sent.link, 'decision', { decision: 'decline', code: await codeFor(sent), reason })
    expect(status).toBe(200)
    expect(await readContract(sent.tenant, sent)).toMatchObject({
      state: 'declined',
      reason: reason.replace('\r', ''),
      attestation: null,
    })
    expect((await getEvidence(keyOf(sent)))?.facts).toMatchObject({ outcome: 'declined' })
    await settle()
  })

  test('400 names what is missing, keeps what was typed, and tries no code', async () => {
    const sent = await sentAgreement(world.provider)
    const code = await codeFor(sent)
    const before = await dumpTable()
    const cases: readonly (readonly [Record<string, string>, string])[] = [
      [{ decision: 'approve', code, name: 'An Wouters' }, 'Tick the statement'],
      [{ decision: 'approve', code, authority: 'on' }, 'Type your name'],
      [{ decision: 'approve', code, authority: 'on', name: 'a<b' }, 'Type your name in letters'],
      [{ decision: 'approve', authority: 'on', name: 'An Wouters' }, 'Type the six digits'],
      [{ decision: 'approve', authority: 'on', name: 'An Wouters', code: '12345' }, 'Type the six digits'],
      [{ decision: 'decline', code }, 'Say in a few words why'],
      [{ decision: 'decline', code, reason: 'x'.repeat(501) }, 'at most 500 characters'],
    ]
    for (const [form, said] of cases) {
      const { status, body } = await onPage(sent.link, 'decision', form)
      expect(status).toBe(400)
      expect(textOf(body)).toContain(said)
    }
    expect(await dumpTable()).toEqual(before)
  })

  test('400 for a wrong code, five times; then it counts no more, though it is the right one', async () => {
    const sent = await sentAgreement(world.provider)
    const code = await codeFor(sent)
    const wrong = code === '000000' ? '000001' : '000000'
    for (let tried = 1; tried <= 5; tried++) {
      const { status, body } = await onPage(sent.link, 'decision', approving(wrong))
      expect(status).toBe(400)
      expect(textOf(body)).toContain(tried < 5 ? 'not the digits that were mailed' : 'does not count any more')
    }
    const { body } = await onPage(sent.link, 'decision', approving(code))
    expect(textOf(body)).toContain('does not count any more')
    expect(await readContract(sent.tenant, sent)).toMatchObject({ state: 'sent' })
  })

  test('a code counts for ten minutes, with spaces in it too, and for no other link', async () => {
    const [sent, other] = [await sentAgreement(world.provider), await sentAgreement(world.provider)]
    const code = await codeFor(sent)
    await codeFor(other)
    expect((await onPage(other.link, 'decision', approving(code))).status).toBe(400)
    const opened = await shownOn(sent.link)
    const late = await atTime(after.minutes(10) + after.seconds(1), () =>
      onPage(sent.link, 'decision', approving(code, opened)),
    )
    expect(late.status).toBe(400)
    const spaced = `${code.slice(0, 3)} ${code.slice(3)} `
    expect((await onPage(sent.link, 'decision', approving(spaced))).status).toBe(200)
  })

  test('fifty codes at once are counted, and no more than five are compared', async () => {
    const sent = await sentAgreement(world.provider)
    const code = await codeFor(sent)
    const wrong = code === '000000' ? '000001' : '000000'
    const opened = await shownOn(sent.link)
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => onPage(sent.link, 'decision', approving(wrong, opened))),
    )
    const compared = answers.filter(({ body }) => textOf(body).includes('not the digits'))
    expect(compared.length).toBeLessThanOrEqual(5)
    expect((await onPage(sent.link, 'decision', approving(code))).status).toBe(400)
  })

  test('exactly one decision, however often and in whichever way it is made at once', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const sent = await sentAgreement(world.provider)
      const code = await codeFor(sent)
      const opened = await shownOn(sent.link)
      const answers = await Promise.all([
        onPage(sent.link, 'decision', approving(code, opened)),
        onPage(sent.link, 'decision', { decision: 'decline', code, reason: 'No.', ...opened }),
        onPage(sent.link, 'decision', approving(code, opened)),
      ])
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      const { state, decision } = await readContract(sent.tenant, sent)
      expect(state).toBe(decision?.outcome)
      await settle()
    }
  })

  test('410 for whoever lost what it takes between the code and the decision', async () => {
    const sent = await sentAgreement(world.provider)
    const code = await codeFor(sent)
    await change(sent.contact, { contactRoles: {} })
    expect((await onPage(sent.link, 'decision', approving(code))).status).toBe(410)
    expect(await getEvidence(keyOf(sent))).toBeUndefined()
  })

  test('410 for whoever somebody else comes before while they decide', async () => {
    const sent = await sentAgreement(world.provider)
    const colleague = await freshContact(sent.tenant, ['commercial'])
    const code = await codeFor(sent)
    let raced = false
    const { status } = await whileMeddling(
      async ({ input, goOn }) => {
        if (raced || !JSON.stringify(input).includes('contract.approved')) return goOn()
        raced = true
        await putFirst(sent.tenant, colleague)
        return goOn()
      },
      () => onPage(sent.link, 'decision', approving(code)),
    )
    expect([raced, status]).toEqual([true, 410])
    expect(await getEvidence(keyOf(sent))).toBeUndefined()
    await settle()
    expect(await readContract(sent.tenant, sent)).toMatchObject({ approver: { profileId: colleague.profileId } })
  })

  test('410 for a decision that is sent again, with the page of what was decided', async () => {
    const sent = await sentAgreement(world.provider)
    const code = await codeFor(sent)
    await onPage(sent.link, 'decision', approving(code))
    const again = await onPage(sent.link, 'decision', { decision: 'decline', code, reason: 'No.' })
    expect(again.status).toBe(410)
    expect(textOf(again.body)).toContain('You approved')
  })

  const hasChanged = 'This has changed since you opened it. Read it again, and decide then.'
  const changeOrganization = async (
    { organizationId, owner: by }: World['provider'] | SentContract['tenant'],
    to: object,
  ) => {
    const params = { organizationId }
    const { etag = '' } = (await call('getOrganization', { by, params })).headers
    await succeed('changeOrganization', { by, params, headers: { 'if-match': etag }, body: to })
  }

  test('400 where something else would be recorded than was shown: no code is tried, and the page has it anew', async () => {
    const changes: Readonly<Record<string, (sent: SentContract) => Promise<unknown>>> = {
      'another language': ({ contact }) => change(contact, { language: 'nl' }),
      'another name': ({ tenant }) => changeOrganization(tenant, { legalName: 'Wingtip Holding NV' }),
      'another number': ({ tenant }) => changeOrganization(tenant, { companyNumber: 'BE0123456749' }),
      'another number of the provider': () => changeOrganization(world.provider, { companyNumber: 'BE0987654321' }),
    }
    for (const [what, act] of Object.entries(changes)) {
      const sent = await sentAgreement(world.provider)
      const code = await codeFor(sent)
      const opened = await shownOn(sent.link)
      await act(sent)
      const before = await dumpTable()
      for (const form of [approving(code, opened), { decision: 'decline', code, reason: 'No.', ...opened }]) {
        const { status, body } = await onPage(sent.link, 'decision', form)
        expect(status, what).toBe(400)
        expect(textOf(body), what).toContain(
          what === 'another language'
            ? 'Dit is veranderd sinds u het opende. Lees het opnieuw, en beslis dan.'
            : hasChanged,
        )
        expect(body, what).not.toMatch(/name="authority" checked/)
      }
      expect(await dumpTable(), what).toEqual(before)
      // Whoever has read it again decides with the code that they have.
      expect((await onPage(sent.link, 'decision', approving(code))).status, what).toBe(200)
      const facts = (await getEvidence(keyOf(sent)))?.facts
      if (what === 'another language') expect(facts?.document).toMatchObject({ language: 'nl' })
      await settle()
    }
  })

  test('400 without what the page has filled in, and with what it has filled in for another contract', async () => {
    const [sent, other] = [await sentAgreement(world.provider), await sentContract(world.provider)]
    const code = await codeFor(sent)
    await codeFor(other)
    for (const shown of ['', (await shownOn(other.link)).shown ?? ''])
      expect((await onPage(sent.link, 'decision', approving(code, { shown }))).status).toBe(400)
    expect(await getEvidence(keyOf(sent))).toBeUndefined()
  })

  test('400 where it changes while it is being decided', async () => {
    const sent = await sentAgreement(world.provider)
    const form = approving(await codeFor(sent), await shownOn(sent.link))
    const { status } = await justBeforeWriting(
      () => change(sent.contact, { language: 'nl' }),
      () => onPage(sent.link, 'decision', form),
    )
    expect(status).toBe(400)
    expect(await getEvidence(keyOf(sent))).toBeUndefined()
  })
})
