import { signingAuthorityWording } from '../../../shared/domain/contact-roles.ts'
import { id } from '../../../shared/domain/ids.ts'
import { send } from '../../support/gateway.ts'
import { call } from '../../support/gateway-call.ts'
import type { World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { answeredQuestion, change } from '../../support/world-contacts.ts'
import { approving, codeFor, onPage, shownOn } from '../../support/world-contracts.ts'
import type { MadeTenant } from '../../support/world-fresh.ts'
import { follow, type Note, newEmail, newestLink, newPhone, run, type Steps, undisturbed } from './canary-journey.ts'

/** Somebody who never signs in, and approves a contract by the link of a mail; what they type on its page has a number in it. */
export async function* contracts({ documents }: World, tenant: MadeTenant, note: Note): Steps {
  const { organizationId, owner: by } = tenant
  const params = { organizationId }
  const email = newEmail(note)
  const headers = { 'idempotency-key': `contract-${email}` }
  const body = { kind: 'person', user: false, firstName: 'Can', lastName: 'Ary', email, phone: newPhone(note) }
  yield () => call('createProfile', { by, params, headers, body })
  yield follow()
  const [listed] = JSON.parse((await call('listProfiles', { by, params, query: { email } })).body).items
  const contact = { organizationId, profileId: id('profile', listed.profileId), email }
  await undisturbed(() => mayApprove(contact, by))

  const requested = { 'idempotency-key': `requested-${email}` }
  const wanted = { documentId: documents.serviceAgreement }
  yield () => call('requestContract', { by, params, headers: requested, body: wanted })
  yield follow()
  const { items } = JSON.parse((await call('listContracts', { by, params })).body)
  const key = { organizationId, contractId: items[0].contractId }
  yield () => run('contracts', 'take-contract-step', key)
  yield follow()
  const contract = { contact, link: newestLink(email, note) }
  for (const method of ['GET', 'HEAD']) yield () => send({ method, path: contract.link })
  yield () => onPage(contract.link, 'code')
  /** Codes are mailed half a minute apart, and five times for a link; each is tried five times. */
  const withCode = (minutes: number, act: (code: string) => Promise<unknown>) =>
    undisturbed(() => atTime(after.minutes(minutes), async () => act(note('approval code', await codeFor(contract)))))
  let code = ''
  await withCode(1, async (mailed) => (code = mailed))
  const question = `Call me at ${newPhone(note)}, please?`
  yield () => atTime(after.minutes(1), () => onPage(contract.link, 'question', { code, question }))
  yield follow(after.minutes(1))
  await withCode(2, async (mailed) => (code = mailed))
  const { shown = '' } = await undisturbed(() => atTime(after.minutes(2), () => shownOn(contract.link)))
  const reason = `Ask ${newPhone(note)} instead.`
  yield () =>
    atTime(after.minutes(2), () => onPage(contract.link, 'decision', { decision: 'decline', code, reason: '', shown }))
  yield () =>
    atTime(after.minutes(2), () =>
      onPage(contract.link, 'decision', { decision: 'decline', code: `${reason}x`, shown }),
    )
  yield () => atTime(after.minutes(2), () => onPage(contract.link, 'decision', approving(code, { shown })))
  yield follow(after.minutes(2))
  const about = { by, params: key }
  for (const operation of ['getContract', 'getContractEvidence', 'getContractCertificate'] as const)
    yield () => call(operation, about)
  yield () => send({ method: 'GET', path: contract.link })
  yield () =>
    atTime(after.minutes(3), () =>
      call('removeProfile', { by, params: { organizationId, profileId: contact.profileId } }),
    )
  yield follow(after.minutes(3))
}

async function mayApprove(contact: Parameters<typeof change>[0], by: MadeTenant['owner']): Promise<void> {
  const assignedAt = new Date().toISOString()
  const attestation = {
    wording: signingAuthorityWording.version,
    attestedAt: assignedAt,
    attestedBy: `user:${by.identityId}` as const,
    attestedByProfile: by.profileId,
  }
  const contactRoles = { commercial: { assignedAt, attestation } }
  await change(contact, { addressState: 'verified', contactRoles, question: answeredQuestion() })
}
