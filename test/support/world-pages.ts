import { isPage, publicReasonOf } from '../../shared/contract/route.ts'
import { allRoutes, type OperationId } from '../../shared/contract/routes.ts'
import { settle } from './cloud-services-bus.ts'
import { codeOf } from './cloud-services-directory.ts'
import { linkTo } from './cloud-services-mail.ts'
import type { Call } from './gateway.ts'
import { callOf, routeOf, succeed } from './gateway-call.ts'
import type { World } from './world.ts'
import { freshContact } from './world-contacts.ts'
import { codeFor, sentTo, shownOn, signingCustomer } from './world-contracts.ts'
import { freshCustomer, freshPerson } from './world-fresh.ts'
import { choosePassword, freshEmail, freshPassword, type Invitee, invite, passwordForm } from './world-people.ts'
import { askedContact } from './world-questions.ts'

/** The rows that anyone may call. */
export const open: readonly OperationId[] = allRoutes().flatMap(({ operationId, route }) =>
  publicReasonOf(route) === undefined ? [] : [operationId],
)

const openLink = ({ customer }: World): Promise<Invitee> => invite(customer.owner, customer.organizationId)

async function addressLink({ customer }: World): Promise<string> {
  const email = freshEmail()
  await succeed('changeMyEmail', { by: await freshPerson(customer), body: { email } })
  await settle()
  return linkTo(email)
}

const contactLink = async ({ provider }: World) => askedContact(await freshCustomer(provider))

const sentContract = async ({ provider, documents }: World) =>
  sentTo(await signingCustomer(provider), documents.serviceAgreement)

async function approvalForm(world: World, step: string, form: Readonly<Record<string, string>>): Promise<Call> {
  const contract = await sentContract(world)
  const code = await codeFor(contract)
  return {
    method: 'POST',
    path: `${contract.link}/${step}`,
    form: { ...form, code, ...(await shownOn(contract.link)) },
  }
}

/** What stands behind a link, opened anew; a page behind a link of another kind wants a line here. */
const behindLinks: Readonly<Partial<Record<OperationId, (world: World) => Promise<Call>>>> = {
  showActivation: async (world) => ({ method: 'GET', path: (await openLink(world)).link }),
  setPassword: async (world) => {
    const { path, fields } = await passwordForm((await openLink(world)).link)
    return { method: 'POST', path, form: { ...fields, password: freshPassword() } }
  },
  enrolFactor: async (world) => {
    const { attempt, totpKey } = await choosePassword(await passwordForm((await openLink(world)).link))
    return { method: 'POST', path: attempt.path, form: { ...attempt.fields, code: codeOf(totpKey) } }
  },
  askForInvitation: async (world) => ({ method: 'POST', path: `${(await openLink(world)).link}/ask`, form: {} }),
  showAddressChange: async (world) => ({ method: 'GET', path: await addressLink(world) }),
  confirmAddressChange: async (world) => ({ method: 'POST', path: await addressLink(world), form: {} }),
  showContact: async (world) => ({ method: 'GET', path: (await contactLink(world)).link }),
  answerContact: async (world) => ({
    method: 'POST',
    path: (await contactLink(world)).link,
    form: { answer: 'confirm' },
  }),
  showApproval: async (world) => ({ method: 'GET', path: (await sentContract(world)).link }),
  sendApprovalCode: async (world) => ({ method: 'POST', path: `${(await sentContract(world)).link}/code`, form: {} }),
  decideApproval: async (world) =>
    approvalForm(world, 'decision', { decision: 'approve', name: 'An Wouters', authority: 'on' }),
  askQuestion: async (world) =>
    approvalForm(world, 'question', { question: 'Does this replace the one of last year?' }),
  handOverApproval: async (world) => {
    const contract = await sentContract(world)
    const { profileId: to } = await freshContact(contract.tenant, ['commercial'])
    return { method: 'POST', path: `${contract.link}/hand-over`, form: { code: await codeFor(contract), to } }
  },
}

/** A valid call of a row that is open to the world: its example, or what stands behind a link that was just sent. */
export async function openCall(operationId: OperationId, world: World): Promise<Call> {
  const made = behindLinks[operationId]
  if (made) return made(world)
  const { example, params } = routeOf(operationId)
  if (isPage(routeOf(operationId)) && params?.shape.token)
    throw new Error(`${operationId} is behind a link; say in test/support/world-pages.ts how one is opened`)
  return callOf(operationId, { ...(example.params && { params: example.params }) })
}
