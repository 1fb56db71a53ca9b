import { languages } from '../../shared/domain/language.ts'
import type { MutableCategory } from '../../shared/domain/notification-categories.ts'
import { Choice, Field, Tick } from '../../shared/frame/page-fields.tsx'
import { type Fault, type PageFrame, renderPage } from '../../shared/frame/page-layout.tsx'
import { contactTexts, languageNames } from './contact-texts.ts'
import type { CorrectionFaults, Typed } from './correction.ts'
import type { NamerNames } from './namer.ts'
import { roleTexts } from './role-texts.ts'
import type { StandsFor } from './stands-for.ts'

/** The page behind the open link of a contact. Every form posts `answer` to `formAction`, an absolute address. */
export type ContactPage = PageFrame &
  NamerNames & {
    readonly organizationName: string
    readonly because: 'named' | 'yearly'
    readonly answered: boolean
    readonly standsFor: StandsFor
    readonly kind: 'person' | 'shared-mailbox'
    readonly email: string
    readonly details: Required<Omit<Typed, 'email'>>
    /**
     * What may be switched off here; `sign-in` where they do that elsewhere, as they change their address, `none` where there is nothing
     * to switch off.
     */
    readonly preferences:
      | readonly { readonly category: MutableCategory; readonly wanted: boolean }[]
      | 'sign-in'
      | 'none'
    readonly formAction: string
    /** What they have just said, which was taken. */
    readonly said?: 'confirmed' | 'corrected' | 'suggested' | 'preferences' | undefined
    /** What they have just typed, where something is wrong with it. */
    readonly values?: Typed | undefined
    readonly errors?: CorrectionFaults | undefined
  }

export function contactPage(page: ContactPage): string {
  const { language, appName, organizationName, answered, because, said, errors = {} } = page
  const words = contactTexts[language]
  const faults = Object.entries(errors).flatMap(([field, fault]): Fault[] =>
    fault ? [{ field, text: words.faults[fault] }] : [],
  )
  const { title, lead } = beginningOf(page)
  return renderPage({
    language,
    appName,
    about: organizationName,
    emblem: said ? 'done' : undefined,
    title,
    faults,
    children: (
      <>
        <p class="lead">{lead}</p>
        <Facts {...page} />
        {answered ? null : (
          <div class="answers">
            <Answer answer="confirm" label={words.confirm} formAction={page.formAction} />
            <Answer answer="not-me" label={words.notMe} formAction={page.formAction} second />
            <p class="quiet">{words.nothingElse}</p>
          </div>
        )}
        {answered ? <Preferences {...page} /> : null}
        {answered || because === 'yearly' || faults.length > 0 ? <Correction {...page} faults={faults} /> : null}
        {answered ? (
          <div class="part answers">
            <p class="quiet">{words.notMeAfter}</p>
            <Answer answer="not-me" label={words.notMe} formAction={page.formAction} second />
          </div>
        ) : null}
      </>
    ),
  })
}

function beginningOf(page: ContactPage): { readonly title: string; readonly lead: string } {
  const { language, organizationName: organization, answered, because, said, namerName, namerOrganizationName } = page
  const words = contactTexts[language]
  if (said === 'confirmed' || said === 'suggested')
    return { title: words.said[said].title, lead: words.said[said].lead(organization) }
  if (said) return words.said[said]
  if (answered) return { title: words.answered.title, lead: words.answered.lead(organization) }
  if (because === 'yearly') return { title: words.yearly.title, lead: words.yearly.lead(organization) }
  const { title, lead, leadBy, leadFrom } = words.named
  if (namerName === undefined) return { title, lead: lead(organization) }
  if (namerOrganizationName === undefined) return { title, lead: leadBy(namerName, organization) }
  return { title, lead: leadFrom(namerName, namerOrganizationName, organization) }
}

function Facts({ language, standsFor, email }: ContactPage) {
  const words = contactTexts[language]
  return (
    <dl class="facts">
      {standsFor.map(({ contactRole, as }) => {
        const { name, means } = roleTexts[language][contactRole]
        return (
          <div key={contactRole}>
            <dt>{as === 'deputy' ? words.deputy(name) : name}</dt>
            <dd>{means}</dd>
          </div>
        )
      })}
      <div>
        <dt>{words.sentTo}</dt>
        <dd>{email}</dd>
      </div>
    </dl>
  )
}

function Answer(props: {
  readonly answer: 'confirm' | 'not-me'
  readonly label: string
  readonly formAction: string
  readonly second?: boolean
}) {
  return (
    <form method="post" action={props.formAction}>
      <input type="hidden" name="answer" value={props.answer} />
      <p>
        <button class={props.second ? 'button second' : 'button'} type="submit">
          {props.label}
        </button>
      </p>
    </form>
  )
}

function Preferences({ language, appName, preferences, formAction }: ContactPage) {
  const { preferences: words, categories, signIn } = contactTexts[language]
  if (preferences === 'none') return null
  if (preferences === 'sign-in') return <p class="quiet">{signIn(appName)}</p>
  return (
    <form class="part" method="post" action={formAction}>
      <input type="hidden" name="answer" value="preferences" />
      <fieldset class="ticks">
        <legend>{words.title}</legend>
        {preferences.map(({ category, wanted }) => (
          <Tick key={category} name={category} label={categories[category]} ticked={wanted} />
        ))}
        <p class="hint">{words.lead}</p>
      </fieldset>
      <p>
        <button class="button second" type="submit">
          {words.submit}
        </button>
      </p>
    </form>
  )
}

function Correction(page: ContactPage & { readonly faults: readonly Fault[] }) {
  const { language, kind, faults, formAction, organizationName, preferences } = page
  const { correct: words } = contactTexts[language]
  const values: Typed = { ...page.details, ...page.values }
  const name = { type: 'text', maxlength: 100, spellcheck: 'false', autocapitalize: 'words' }
  return (
    <form class="part" method="post" action={formAction}>
      <h2>{words.title}</h2>
      <input type="hidden" name="answer" value="correct" />
      {kind === 'shared-mailbox' ? (
        <Field
          name="displayName"
          label={words.displayName}
          faults={faults}
          input={{ ...name, value: values.displayName }}
        />
      ) : (
        <>
          <div class="pair">
            <Field
              name="firstName"
              label={words.firstName}
              faults={faults}
              input={{ ...name, autocomplete: 'given-name', value: values.firstName }}
            />
            <Field
              name="lastName"
              label={words.lastName}
              faults={faults}
              input={{ ...name, autocomplete: 'family-name', value: values.lastName }}
            />
          </div>
          <Field
            name="phone"
            label={words.phone}
            hint={words.phoneHint}
            faults={faults}
            input={{ type: 'tel', autocomplete: 'tel', maxlength: 40, value: values.phone }}
          />
        </>
      )}
      <Choice
        name="language"
        label={words.language}
        chosen={values.language ?? language}
        options={languages.map((one) => ({ value: one, label: languageNames[one], language: one }))}
      />
      {preferences === 'sign-in' ? null : (
        <Field
          name="email"
          label={words.email}
          hint={words.emailHint(organizationName)}
          faults={faults}
          input={{ type: 'email', autocomplete: 'off', maxlength: 254, value: page.values?.email }}
        />
      )}
      <p>
        <button class="button second" type="submit">
          {words.submit}
        </button>
      </p>
    </form>
  )
}
