import { beforeAll, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, succeed } from '../../support/gateway-call.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { coveredCustomer, nameContact } from '../../support/world-coverage.ts'
import { formsOf } from '../../support/world-forms.ts'
import type { MadeTenant } from '../../support/world-fresh.ts'
import { freshEmail, submit } from '../../support/world-people.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

async function confirmedDpo(here: MadeTenant & { readonly dpo: { readonly profileId: string } }) {
  const { owner: by, organizationId } = here
  const email = freshEmail()
  const body = { kind: 'person', user: false, email, firstName: 'An', lastName: 'Wouters', language: 'en' }
  const { profileId } = await succeed('createProfile', { by, params: { organizationId }, body })
  const of = { by, params: { organizationId, profileId } }
  await succeed('removeProfile', { by, params: { organizationId, profileId: here.dpo.profileId } })
  await settle()
  await nameContact(here, { profileId }, 'dpo')
  await settle()
  const [form] = formsOf((await send({ method: 'GET', path: linkTo(email) })).body)
  if (!form) throw new Error('no form')
  const wholes = () =>
    mailsTo(here.owner.email).filter(({ subject }) => subject.startsWith('Alle contactrollen')).length
  const before = wholes()
  await submit(form, {})
  await settle()
  return { of, profileId, told: wholes() - before }
}

test('that everything is covered is told once the last one who was waited for has confirmed', async () => {
  expect((await confirmedDpo(await coveredCustomer(world.provider))).told).toBe(1)
})

test.each([{ user: true }, { user: true, confirm: true }])(
  'a confirmed contact who becomes a user %o stays one, and receives',
  async (body) => {
    const here = await coveredCustomer(world.provider)
    const { of, profileId } = await confirmedDpo(here)
    const { etag } = (await call('getProfile', of)).headers
    await succeed('changeProfile', { ...of, body, headers: { 'If-Match': etag ?? '' } })
    const { recipients } = await succeed('resolveRecipients', {
      by: world.provider.owner,
      params: { organizationId: here.organizationId },
      body: { category: 'privacy' },
    })
    expect(recipients.map((one) => one.profileId)).toEqual([profileId])
    const { organizationId, owner } = here
    const { items } = await succeed('getRoleCoverage', { by: owner, params: { organizationId } })
    expect(items.find(({ contactRole }) => contactRole === 'dpo')).toMatchObject({
      covered: true,
      holders: [{ profileId }],
      problems: [],
    })
    const { items: found } = await succeed('listProfiles', {
      by: owner,
      params: { organizationId },
      query: { contactRole: 'dpo' },
    })
    expect(found.map((one) => one.profileId)).toEqual([profileId])
  },
)
