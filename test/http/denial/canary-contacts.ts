import { send } from '../../support/gateway.ts'
import { call } from '../../support/gateway-call.ts'
import { after, atTime } from '../../support/world-clock.ts'
import type { MadeTenant } from '../../support/world-fresh.ts'
import { follow, type Note, newEmail, newestLink, newPhone, type Steps } from './canary-journey.ts'

/** Somebody who never signs in: named contact, asked by mail, correcting what is known of them, and asking for another address. */
export async function* contacts({ organizationId, owner: by }: MadeTenant, note: Note): Steps {
  const params = { organizationId }
  const email = newEmail(note)
  const headers = { 'idempotency-key': `contact-${email}` }
  const body = { kind: 'person', user: false, firstName: 'Can', lastName: 'Ary', email, phone: newPhone(note) }
  yield () => call('createProfile', { by, params, headers, body })
  yield follow()
  const [{ profileId }] = JSON.parse((await call('listProfiles', { by, params, query: { email } })).body).items
  const held = { ...params, profileId, contactRole: 'dpo' }
  yield () => call('assignContactRole', { by, params: held, body: {} })
  yield follow()
  const link = newestLink(email, note)
  for (const method of ['GET', 'HEAD']) yield () => send({ method, path: link })
  const names = { firstName: 'Can', lastName: 'Ary', language: 'en' }
  const next = newEmail(note)
  const said = [
    { answer: 'correct', ...names, phone: newPhone(note), email: `${next} ` },
    { answer: 'correct', ...names, phone: `${newPhone(note)}000000000`, email: 'x' },
    { answer: 'correct', ...names, phone: newPhone(note), email: next },
    { answer: 'preferences' },
    { answer: 'not-me' },
  ]
  for (const form of said) {
    // An address is asked for once an hour.
    yield (tried) =>
      atTime(after.hours(1 + 2 * (said.indexOf(form) + tried)), () => send({ method: 'POST', path: link, form }))
    yield follow(after.hours(1))
  }
}
