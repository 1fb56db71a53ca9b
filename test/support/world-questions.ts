import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import type { ContactRole } from '../../shared/domain/contact-roles.ts'
import { documents } from '../../shared/table/client.ts'
import { tableName } from '../../shared/table/schema.ts'
import { settle } from './cloud-services-bus.ts'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { linkTo } from './cloud-services-mail.ts'
import { type Answer, send } from './gateway.ts'
import { succeed } from './gateway-call.ts'
import type { Tenant } from './world.ts'
import type { MadeContact } from './world-contacts.ts'
import { nameContact } from './world-coverage.ts'
import { freshEmail, type Person } from './world-people.ts'

/** Somebody who was named and mailed, with the link that they were mailed. */
export type AskedContact = MadeContact & { readonly link: string }

/** A person who never signs in, or a shared mailbox. */
export async function newContact(
  { organizationId, owner: by }: Pick<Tenant, 'organizationId' | 'owner'>,
  fields: object = {},
): Promise<MadeContact> {
  const email = freshEmail()
  const named = 'displayName' in fields ? {} : { kind: 'person', user: false, firstName: 'An', lastName: 'Wouters' }
  const person = { ...named, email, language: 'en' }
  const { profileId } = await succeed('createProfile', {
    by,
    params: { organizationId },
    body: { ...person, ...fields },
  })
  return { organizationId, profileId, email }
}

/** The same, named for these contact roles by the owner, and asked by mail. */
export async function askedContact(
  tenant: Pick<Tenant, 'organizationId' | 'owner'>,
  roles: readonly ContactRole[] = ['dpo'],
  fields: object = {},
): Promise<AskedContact> {
  const contact = await newContact(tenant, fields)
  for (const role of roles) await nameContact(tenant, contact, role)
  await settle()
  return { ...contact, link: linkTo(contact.email) }
}

/** Answers by the link, as the page's forms do. */
export const answer = (link: string, fields: Readonly<Record<string, string>>): Promise<Answer> =>
  send({ method: 'POST', path: link, form: fields })

/** The same, named and confirmed. */
export async function confirmedContact(...of: Parameters<typeof askedContact>): Promise<AskedContact> {
  const contact = await askedContact(...of)
  const { status } = await answer(contact.link, { answer: 'confirm' })
  if (status !== 200) throw new Error(`confirming was answered with ${status}`)
  await settle()
  return contact
}

/**
 * Runs the function that reminds contacts and asks them again, as if it ran for the first time: it looks at what fell due within the last
 * ten minutes, and not through every hour since a test has last set the clock.
 */
export async function runAskContacts(): Promise<void> {
  await documents.send(new DeleteCommand({ TableName: tableName(), Key: { pk: 'due#contact-question', sk: 'cursor' } }))
  await invoke(await loadHandler('contact-roles', 'ask-contacts'), {})
}

/** The same, and what follows. */
export async function askContacts(): Promise<void> {
  await runAskContacts()
  await settle()
}

/** Runs the function that sends the questions that have waited. */
export async function sendDeferredQuestions(): Promise<void> {
  await invoke(await loadHandler('contact-roles', 'send-deferred-questions'), {})
  await settle()
}

/** What is wrong with one contact role, as coverage says it. */
export async function problemsOf(
  { organizationId, owner: by }: { readonly organizationId: Tenant['organizationId']; readonly owner: Person },
  contactRole: ContactRole,
): Promise<readonly string[]> {
  const { items } = await succeed('getRoleCoverage', { by, params: { organizationId } })
  const problems = items.find((one) => one.contactRole === contactRole)?.problems ?? []
  return problems.map(({ problem }) => problem)
}
