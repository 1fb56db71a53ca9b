import { createHash } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { codeOf, directoryUsers } from '../../support/cloud-services-directory.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer, freshInvitee, freshPerson } from '../../support/world-fresh.ts'
import {
  activate,
  choosePassword,
  freshEmail,
  freshPassword,
  invite,
  join,
  passwordForm,
  submit,
} from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'

/*
 * Faults that other products of this kind have shipped, tried on this one: links, invitations and addresses. Each test bears the number of
 * its advisory, and says in a sentence what was wrong there.
 */

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const tokenIn = (link: string): string => link.split('/').at(-1) ?? ''
const get = (path: string) => send({ method: 'GET', path })

// There, an invitation's token was taken although the organization or the address that it named had been changed.
test('CVE-2026-1529: a link says nothing that could be changed, and leads to one organization and one address alone', async () => {
  const { link, email, profileId, organizationId } = await invite(world.customer.owner, world.customer.organizationId)
  const token = tokenIn(link)
  await withoutWrites(async () => {
    for (let at = 0; at < token.length; at++) {
      const flipped = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      if (Buffer.from(flipped, 'base64url').equals(Buffer.from(token, 'base64url'))) continue
      expect((await get(`/activate/${flipped}`)).status, String(at)).toBe(404)
    }
  })
  const form = await passwordForm(link)
  const elsewhere = {
    organizationId: world.twin.organizationId,
    email: freshEmail(),
    invitationId: world.twin.things.invitationId,
  }
  const names = { firstName: 'Robin', lastName: 'Claes' }
  expect((await submit(form, { ...elsewhere, ...names, password: freshPassword() })).status).toBe(400)
  const { attempt, totpKey } = await choosePassword(form)
  expect((await submit(attempt, { ...elsewhere, code: codeOf(totpKey) })).status).toBe(409)
  expect(directoryUsers().find((user) => user.email === email)).toMatchObject({ hasFactor: false })
  expect((await submit(attempt, { code: codeOf(totpKey) })).status).toBe(200)
  expect(await profileOf({ organizationId, profileId })).toMatchObject({ email, status: 'active' })
  expect(directoryUsers().filter((user) => user.email === elsewhere.email)).toEqual([])
})

test('CVE-2026-1529: when the address of an invitation changes, the link that went to the old one is dead', async () => {
  const { link, profileId, organizationId } = await invite(world.customer.owner, world.customer.organizationId)
  const params = { organizationId, profileId }
  const { version } = await profileOf(params)
  const headers = { 'if-match': `"${version}"` }
  await succeed('changeProfile', { by: world.customer.owner, params, headers, body: { email: freshEmail() } })
  expect((await get(link)).status).toBe(410)
  const answer = await send({ method: 'POST', path: `${link}/password`, form: { password: freshPassword() } })
  expect(answer.status).toBe(410)
})

// There, whoever administered a part of the users could read the links of invitations through the API, and accept them in their place.
test('CVE-2026-16072: no answer to an administrator holds the link of an invitation, nor what it could be made from', async () => {
  const { customer, provider } = world
  const { organizationId } = customer
  const key = { 'idempotency-key': 'advisory-16072' }
  const email = freshEmail()
  const inviting = { by: customer.fullRole, params: { organizationId }, body: { addresses: [email] }, headers: key }
  const answers = [await call('inviteUsers', inviting), await call('inviteUsers', inviting)]
  await settle()
  const [invitation] = (await itemsOf('invitation')).filter(({ profileId }) =>
    answers[0]?.body.includes(String(profileId)),
  )
  const { invitationId, profileId, nonce } = Object(invitation)
  const one = { organizationId, invitationId }
  for (const by of [customer.fullRole, customer.admin, customer.owner, provider.owner])
    answers.push(
      await call('getInvitation', { by, params: one }),
      await call('listInvitations', { by, params: { organizationId }, query: { limit: '100' } }),
      await call('getProfile', { by, params: { organizationId, profileId } }),
      await call('listActivities', { by, params: { organizationId } }),
      await call('exportActivities', { by, params: { organizationId }, query: { format: 'jsonl' } }),
    )
  answers.push(await call('resendInvitation', { by: customer.fullRole, params: one }))
  const first = tokenIn(linkTo(email))
  await atTime(after.seconds(61), async () => {
    answers.push(await call('resendInvitation', { by: customer.fullRole, params: one }))
    await settle()
  })
  const tokens = [first, tokenIn(linkTo(email))]
  expect(new Set(tokens).size).toBe(2)
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('base64url'))
  for (const { status, body } of answers) {
    expect([200, 429]).toContain(status)
    for (const secret of [...tokens, ...hashes, String(nonce)]) expect(body.includes(secret)).toBe(false)
  }
})

// There, an administrator of one organization could resend, change and delete the invitations of another.
test("CVE-2026-18201: another organization's invitation cannot be read, sent again, withdrawn, accepted or declined", async () => {
  const { customer, twin, reseller } = world
  const { invitationId } = await freshInvitee(twin)
  const before = (await itemsOf('invitation')).find((one) => one.invitationId === invitationId)
  await withoutWrites(async () => {
    for (const by of [customer.owner, customer.admin, customer.fullRole, reseller.owner])
      for (const operation of ['getInvitation', 'resendInvitation', 'revokeInvitation'] as const)
        for (const { organizationId } of [by, twin])
          await fail('not-found', operation, { by, params: { organizationId, invitationId } })
    for (const operation of ['acceptInvitation', 'declineInvitation'] as const)
      await fail('not-found', operation, { by: customer.owner, params: { invitationId }, body: {} })
  })
  expect((await itemsOf('invitation')).find((one) => one.invitationId === invitationId)).toEqual(before)
})

// There, somebody who was created under the id of one who had been removed came back into the old one's tenant.
test('CVE-2026-55670: whoever comes back after their last profile is somebody new, and nothing of before is theirs', async () => {
  const { customer, twin } = world
  const email = freshEmail()
  const before = await join(customer.owner, customer.organizationId, { defaultRole: 'rol_admin' }, email)
  const old = bearer(accessToken(before.identityId))
  const { organizationId, profileId } = before
  await succeed('removeProfile', { by: customer.owner, params: { organizationId, profileId } })
  await settle()
  expect(directoryUsers().filter((user) => user.username === before.identityId)).toEqual([])
  const again = await join(twin.owner, twin.organizationId, {}, email)
  expect(again.identityId).not.toBe(before.identityId)
  expect(again.profileId).not.toBe(before.profileId)
  const { items } = await succeed('listMyOrganizations', { by: again })
  expect(items.map((one) => one.organizationId)).toEqual([twin.organizationId])
  await fail('not-found', 'getOrganization', { by: again, params: { organizationId } })
  for (const place of [organizationId, twin.organizationId])
    await fail('not-found', 'getOrganization', { headers: old, params: { organizationId: place } })
  await fail('unauthenticated', 'getMe', { headers: old })
})

// There, somebody could mark their own e-mail address as verified without ever having had its mail.
test('CVE-2026-27946: nobody signs in with an address whose mail they have not had', async () => {
  const person = await freshPerson(world.customer)
  const victim = freshEmail()
  const { organizationId } = person
  const { version } = await profileOf(person)
  for (const body of [{ email: victim }, { emailVerified: true }, { email_verified: 'true' }, { verified: true }])
    await fail('invalid', 'changeMe', {
      by: person,
      headers: { 'if-match': `"${version}"` },
      body: { organizationId, ...body },
    })
  const theirs = freshEmail()
  await succeed('changeMyEmail', { by: person, body: { email: theirs } })
  await settle()
  const own = linkTo(theirs)
  await atTime(after.seconds(61), async () => {
    await succeed('changeMyEmail', { by: person, body: { email: victim } })
    await settle()
    // The link of the first request is for another address, and confirms none any more.
    expect((await send({ method: 'POST', path: own, form: {} })).status).toBe(410)
  })
  expect((await succeed('getMe', { by: person })).email).toBe(person.email)
  expect(mailsTo(person.email).filter(({ text }) => text.includes('confirm-address'))).toEqual([])
  expect(directoryUsers().find(({ username }) => username === person.identityId)?.email).toBe(person.email)
})

// There, a token was still taken when a part of it had been cut off.
test('CVE-2026-27840: no part of a token is a token, wherever it is cut', async () => {
  const { link } = await invite(world.customer.owner, world.customer.organizationId)
  const token = tokenIn(link)
  const signIn = accessToken(world.customer.owner.identityId)
  await withoutWrites(async () => {
    for (let length = 0; length < token.length; length++)
      expect((await get(`/activate/${token.slice(0, length)}`)).status, `${length} characters of a link`).toBe(404)
    for (let length = 0; length < signIn.length; length += length < signIn.length - 90 ? 29 : 1) {
      const { status } = await call('getMe', { headers: { authorization: `Bearer ${signIn.slice(0, length)}` } })
      expect(status, `${length} characters of an access token`).toBe(401)
    }
  })
  expect((await get(link)).status).toBe(200)
})

// There, what limits were counted under could be written in several ways, so that they were passed by, or met by somebody else.
test('CVE-2026-45364: one address is counted once however it is written, and no counter is that of somebody else', async () => {
  const { customer, twin, provider } = world
  const email = freshEmail()
  const spellings = [email, email.toUpperCase(), ` ${email} `, email.replace('person', 'PERSON')]
  for (let at = 0; at < 12; at++) {
    const { organizationId, owner } = await freshCustomer(provider)
    const address = spellings[at % spellings.length] ?? email
    await succeed('inviteUsers', { by: owner, params: { organizationId }, body: { addresses: [address] } })
  }
  await settle()
  const asTyped = new Set(spellings.map((one) => one.trim()))
  expect(asTyped.size).toBe(3)
  expect([...asTyped].flatMap(mailsTo)).toHaveLength(10)
  // Addresses that only look alike, and wrong codes for another link, are another's.
  const similar = email.replace('@', '+x@')
  await invite(customer.owner, customer.organizationId, {}, similar)
  expect(mailsTo(similar)).toHaveLength(1)
  const [one, other] = [
    await invite(customer.owner, customer.organizationId),
    await invite(twin.owner, twin.organizationId),
  ]
  const { attempt } = await choosePassword(await passwordForm(one.link))
  for (let wrong = 0; wrong < 5; wrong++) await submit(attempt, { code: '000000' })
  expect((await submit(attempt, { code: '000000' })).status).not.toBe(200)
  expect((await activate(other)).organizationId).toBe(twin.organizationId)
})
