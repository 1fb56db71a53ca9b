import { signingAuthorityWording } from '../../shared/domain/contact-roles.ts'
import { callApi } from './api-call.ts'
import { LocalProblem } from './local-problem.ts'
import { linkIn, waitForMail } from './mailbox.ts'
import { formsOf, submitForm } from './page-form.ts'
import { administrator, api, mailboxOf, type Place } from './sample-data.ts'
import { addProgress, readProgress } from './start-state.ts'

/** Who is asked to approve: the Commercial Contact of a customer of her own, who does not sign in. */
export const approver = { email: 'an.wouters@fabrikam.example', firstName: 'An', lastName: 'Wouters' }

const agreement = {
  title: 'Service agreement',
  summary: 'Northwind looks after your Microsoft environment. Either side ends it with three months of notice.',
  text: `# Service agreement

Northwind looks after the Microsoft environment of its customer.

## What we do

| Priority | Answered within | Monthly fee |
|:---------|:---------------:|------------:|
| critical | 1 hour | € 120 |
| everything else | 8 working hours | € 40 |

## How it ends

1. It begins with your approval.
2. Either side ends it with *three months* of notice.
`,
}

/**
 * A service agreement that was published, and waits in the mailbox for the Commercial Contact of another customer to approve it. Answers whether
 * it still can be: someone may have done so, and it expires. Broken off anywhere, the next start gets the same answers and goes on.
 */
export async function provideWaitingContract(place: Place, providerId: string): Promise<boolean> {
  const { cloud } = place
  if (readProgress(cloud).approverAddress !== approver.email) {
    await requestContract(place, providerId)
    addProgress(cloud, { approverAddress: approver.email })
  }
  const page = await fetch(await mailedLink(place, '/approve/'))
  return page.status === 200
}

async function requestContract(place: Place, providerId: string): Promise<void> {
  const ada = await api(place, administrator.email)
  const made = <Reply>(what: string, path: string, body: unknown, version?: number) =>
    callApi<Reply>({
      ...ada,
      method: 'POST',
      path: `/v1/${path}`,
      body,
      idempotencyKey: `sample-${what}-of-${providerId}`,
      ...(version !== undefined && { version }),
    })
  const { documentId } = await made<{ documentId: string }>('document', 'documents', {
    kind: 'service-agreement',
    name: 'Service agreement',
    languages: { en: agreement },
  })
  await made('publication', `documents/${documentId}/publish`, {}, 1)

  const firstOwner = { email: 'finn.olsen@fabrikam.example', firstName: 'Finn', lastName: 'Olsen' }
  const customer = { parentId: providerId, name: 'Fabrikam Foods', legalName: 'Fabrikam Foods NV', country: 'BE' }
  const { organization } = await made<{ organization: { organizationId: string } }>(
    'second-customer',
    'organizations',
    {
      ...customer,
      language: 'en',
      firstOwner,
    },
  )
  const its = `organizations/${organization.organizationId}`
  const person = { kind: 'person', user: false, ...approver }
  const { profileId } = await made<{ profileId: string }>('approver', `${its}/profiles`, person)
  const attestation = { wording: signingAuthorityWording.version }
  const path = `/v1/${its}/profiles/${profileId}/contact-roles/commercial`
  await callApi({ ...ada, method: 'PUT', path, body: { attestation } })
  await confirm(await mailedLink(place, '/contact/'))
  await made('contract', `${its}/contracts`, { documentId })
}

/** She says on the page behind the link that it is her. */
async function confirm(link: URL): Promise<void> {
  const [form] = formsOf(await (await fetch(link)).text(), link)
  if (form) await submitForm(form, { answer: 'confirm' })
}

async function mailedLink({ cloud }: Place, path: '/contact/' | '/approve/'): Promise<URL> {
  const query = { ...mailboxOf(cloud), address: approver.email }
  const link = linkIn(await waitForMail(query, (mail) => linkIn(mail, path) !== undefined), path)
  if (link === undefined) throw new LocalProblem(`No mail to ${approver.email} has a link with ${path} in it.`)
  return link
}
