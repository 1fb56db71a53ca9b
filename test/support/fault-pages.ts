import { settle } from './cloud-services-bus.ts'
import { codeOf, directoryUsers, signInByHand } from './cloud-services-directory.ts'
import { linkTo, mailsTo } from './cloud-services-mail.ts'
import { type Answer, send } from './gateway.ts'
import { succeed } from './gateway-call.ts'
import type { World } from './world.ts'
import { after, atTime } from './world-clock.ts'
import { freshContact } from './world-contacts.ts'
import {
  approving,
  codeFor,
  codeMailedTo,
  onPage,
  readContract,
  sentTo,
  shownOn,
  signingCustomer,
} from './world-contracts.ts'
import { type Form, formsOf } from './world-forms.ts'
import { freshCustomer, freshPerson } from './world-fresh.ts'
import {
  choosePassword,
  factorForm,
  freshEmail,
  freshPassword,
  invite,
  passwordForm,
  submit,
  totpKeyIn,
} from './world-people.ts'
import { answer, askedContact } from './world-questions.ts'

/** Somebody before a form, who sends it until the page says that it is done. */
export type Visit = {
  /** Sends the form; after a first time, as somebody does who starts over where the page says so. */
  readonly send: () => Promise<Answer>
  /** Whether an answer says that it is done, now or before. */
  readonly isDone: (answer: Answer | undefined) => boolean
  /** What it has come to beyond the table; the same every time. */
  readonly outcome: () => Promise<unknown>
  /** When all of it happens: so many milliseconds from now. */
  readonly at?: number
}

/*
 * HOW THE FORM OF A PUBLIC PAGE GETS HERE
 *
 * A row that changes something without a token is called by a person with a browser, who has no Idempotency-Key: they send the form
 * again, or start over. Its line below prepares somebody before that form, says how they go on, and when they are done.
 */

const ofPerson = (email: string) => directoryUsers().filter((user) => user.email === email)
const usersAlike = (email: string) =>
  ofPerson(email).map(({ enabled, confirmed, hasFactor, signOuts }) => ({ enabled, confirmed, hasFactor, signOuts }))

/** By operation, and by what is done where a form can say more than one thing. */
export const visits: Readonly<Record<string, (world: World) => Promise<Visit>>> = {
  setPassword: async (world) => {
    const { link, email } = await invited(world)
    const password = freshPassword()
    let shown: Answer | undefined
    return {
      send: async () => {
        shown = await submit(await passwordForm(link), { password, firstName: 'Robin', lastName: 'Claes' })
        return shown
      },
      isDone: (answer) => answer?.status === 200,
      // The key that was shown must be the one that counts.
      outcome: async () => {
        const before = usersAlike(email)
        if (!shown) throw new Error('nothing was shown')
        const { status } = await submit(factorForm(shown), { code: codeOf(totpKeyIn(shown)) })
        return { before, status, after: usersAlike(email) }
      },
    }
  },

  enrolFactor: async (world) => {
    const { link, email } = await invited(world)
    const password = freshPassword()
    let { attempt, totpKey } = await choosePassword(await passwordForm(link), password)
    let last: Answer | undefined
    return {
      send: async () => {
        // Where Cognito has forgotten the attempt, the page sends people back to the password.
        if (last && last.status === 409)
          ({ attempt, totpKey } = await choosePassword(await passwordForm(link), password))
        last = await submit(attempt, { code: codeOf(totpKey) })
        return last
      },
      isDone: (answer) => answer?.status === 200 || answer?.status === 410,
      outcome: async () => ({
        users: usersAlike(email),
        signsIn: 'username' in signInByHand(email, password, codeOf(totpKey)),
      }),
    }
  },

  askForInvitation: async (world) => {
    const { link } = await invited(world)
    const later = after.days(8)
    const page = await atTime(later, () => send({ method: 'GET', path: link }))
    return {
      at: later,
      send: () => submit(onlyForm(page), {}),
      isDone: (answer) => answer?.status === 200,
      outcome: async () => undefined,
    }
  },

  // Whoever asks for another address once more is told that it was asked for, and the administrators once.
  answerContact: byContact({ answer: 'correct', firstName: 'Anna', email: 'anna@contoso.example' }, [200, 429]),
  'answerContact to confirm': byContact({ answer: 'confirm' }, [200]),
  'answerContact to say that it is not them': byContact({ answer: 'not-me' }, [200, 410]),
  'answerContact to correct what is known': byContact({ answer: 'correct', phone: '+3215000001' }, [200]),

  // Whoever gets no code asks for another one half a minute later; the newest that was mailed is the one that counts.
  sendApprovalCode: async ({ provider, documents }) => {
    const contract = await sentTo(await signingCustomer(provider), documents.serviceAgreement)
    return {
      send: () => onPage(contract.link, 'code'),
      isDone: (said) => said?.status === 200,
      outcome: async () => {
        const { status } = await onPage(contract.link, 'decision', approving(codeMailedTo(contract.contact.email)))
        await settle()
        return status
      },
    }
  },
  decideApproval: onApproval('decision', { decision: 'approve', name: 'An Wouters', authority: 'on' }, [200, 410]),
  'decideApproval to decline': onApproval('decision', { decision: 'decline', reason: 'Not now.' }, [200, 410]),
  askQuestion: onApproval('question', { question: 'Is this new?' }, [200]),
  handOverApproval: onApproval('hand-over', {}, [200, 410]),

  confirmAddressChange: async (world) => {
    const person = await freshPerson(world.customer)
    const email = freshEmail('adatum.example')
    await succeed('changeMyEmail', { by: person, body: { email } })
    await settle()
    const link = linkTo(email)
    const form = onlyForm(await send({ method: 'GET', path: link }))
    return {
      send: () => submit(form, {}),
      isDone: (answer) => answer?.status === 200 || answer?.status === 410,
      // The directory follows.
      outcome: async () => {
        await settle()
        return { old: usersAlike(person.email), users: usersAlike(email) }
      },
    }
  },
}

/** An approver who has read the code in the mail, and goes on by a button of the page; there is a colleague to hand over to. */
function onApproval(
  step: Parameters<typeof onPage>[1],
  form: Readonly<Record<string, string>>,
  done: readonly number[],
) {
  return async ({ provider, documents }: World): Promise<Visit> => {
    const contract = await sentTo(await signingCustomer(provider), documents.serviceAgreement)
    const { profileId } = await freshContact(contract.tenant, ['commercial'])
    const opened = { code: await codeFor(contract), ...(await shownOn(contract.link)) }
    return {
      send: () => onPage(contract.link, step, { ...opened, ...(step === 'hand-over' && { to: profileId }), ...form }),
      isDone: (said) => said !== undefined && done.includes(said.status),
      outcome: async () => {
        await settle()
        return (await readContract(contract.tenant, contract)).state
      },
    }
  }
}

/** Somebody who was named contact a moment ago and answers by the link; the administrators hear what they must, once. */
function byContact(fields: Readonly<Record<string, string>>, done: readonly number[]) {
  return async ({ provider }: World): Promise<Visit> => {
    const customer = await freshCustomer(provider)
    const { link } = await askedContact(customer)
    return {
      send: () => answer(link, fields),
      isDone: (said) => said !== undefined && done.includes(said.status),
      outcome: async () => {
        await settle()
        return mailsTo(customer.owner.email).map(({ subject }) => subject)
      },
    }
  }
}

async function invited({ customer }: World) {
  const { organizationId, owner } = customer
  return invite(owner, organizationId)
}

function onlyForm({ status, body }: Answer): Form {
  const [form] = formsOf(body)
  if (!form) throw new Error(`no form on the page: ${status}`)
  return form
}
