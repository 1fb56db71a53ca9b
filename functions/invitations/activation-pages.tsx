import { Fragment } from 'preact'
import { Field } from '../../shared/frame/page-fields.tsx'
import { type Fault, type PageFrame, renderPage } from '../../shared/frame/page-layout.tsx'
import { activationTexts, type CodeFault, type NameFault, type PasswordFault } from './activation-texts.ts'
import { QrCode } from './qr-code.tsx'

/**
 * The first of the two forms (I5): posts `password`, and `firstName` and `lastName` when `askForName`, to `formAction` (an
 * absolute address). It also sends `username`, which is there for password managers and means nothing. A password is never
 * shown again; `values` refills the names after an error.
 */
export type PasswordPage = PageFrame & {
  readonly organizationName: string
  /** Absent when the deployer invites. */
  readonly inviterName?: string | undefined
  /** The sign-in is there, and was reset: nobody invites. */
  readonly afterReset?: true | undefined
  readonly email: string
  readonly askForName: boolean
  readonly formAction: string
  readonly values?: { readonly firstName?: string | undefined; readonly lastName?: string | undefined } | undefined
  readonly errors?:
    | {
        readonly firstName?: NameFault | undefined
        readonly lastName?: NameFault | undefined
        readonly password?: PasswordFault | undefined
      }
    | undefined
}

export function passwordPage(page: PasswordPage): string {
  const { steps, password: words, faults: faultTexts } = activationTexts[page.language]
  const { organizationName, errors = {} } = page
  const faults: Fault[] = []
  if (errors.firstName) faults.push({ field: 'firstName', text: faultTexts.firstName[errors.firstName] })
  if (errors.lastName) faults.push({ field: 'lastName', text: faultTexts.lastName[errors.lastName] })
  if (errors.password) faults.push({ field: 'password', text: faultTexts.password[errors.password] })
  const nameInput = { type: 'text', required: true, maxlength: 100, spellcheck: 'false', autocapitalize: 'words' }
  return renderPage({
    language: page.language,
    appName: page.appName,
    about: organizationName,
    steps: { labels: steps, current: 0 },
    title: words.title,
    faults,
    children: (
      <>
        <p class="lead">{leadOf(page)}</p>
        <div class="note">
          <h2>{words.needTitle}</h2>
          <p>{words.need}</p>
        </div>
        <form method="post" action={page.formAction}>
          {page.askForName ? (
            <div class="pair">
              <Field
                name="firstName"
                label={words.firstName}
                faults={faults}
                input={{ ...nameInput, autocomplete: 'given-name', value: page.values?.firstName }}
              />
              <Field
                name="lastName"
                label={words.lastName}
                faults={faults}
                input={{ ...nameInput, autocomplete: 'family-name', value: page.values?.lastName }}
              />
            </div>
          ) : null}
          <Field
            name="username"
            label={words.email}
            hint={words.emailHint}
            input={{ type: 'email', value: page.email, readonly: true, autocomplete: 'username' }}
          />
          <Field
            name="password"
            label={words.password}
            hint={words.passwordHint}
            faults={faults}
            input={{
              type: 'password',
              required: true,
              minlength: 12,
              maxlength: 256,
              autocomplete: 'new-password',
              passwordrules: 'minlength: 12; maxlength: 256;',
            }}
          />
          <p>
            <button class="button" type="submit">
              {words.submit}
            </button>
          </p>
        </form>
        <p class="quiet">{words.after}</p>
      </>
    ),
  })
}

function leadOf({ language, afterReset, organizationName, inviterName, appName }: PasswordPage): string {
  const { password: words } = activationTexts[language]
  if (afterReset) return words.afterReset(appName)
  if (inviterName === undefined) return words.invited(organizationName, appName)
  return words.invitedBy(inviterName, organizationName, appName)
}

/**
 * The second form (I5): posts `attempt` and `code` to `formAction` (an absolute address); the code may come with spaces.
 * `enrolment` is given only in the answer to the password, and shown nowhere else: without it, the page speaks of the entry
 * that is in the app already, and leads back to the password.
 */
export type FactorPage = PageFrame & {
  readonly organizationName: string
  readonly signInEmail: string
  readonly attempt: string
  readonly formAction: string
  /** The address of the activation link: there the password is chosen again and a new key comes. */
  readonly activationUrl: string
  readonly enrolment?: { readonly totpKey: string; readonly otpauthUri: string } | undefined
  readonly error?: CodeFault | undefined
  /** How many codes the attempt may still try; told only together with `error`. */
  readonly triesLeft?: number | undefined
}

export function factorPage(page: FactorPage): string {
  const { steps, factor: words, faults: faultTexts } = activationTexts[page.language]
  const { enrolment, error, triesLeft } = page
  const tries = triesLeft === undefined ? '' : ` ${words.triesLeft(triesLeft)}`
  const faults: Fault[] = error ? [{ field: 'code', text: `${faultTexts.code[error]}${tries}` }] : []
  const form = (
    <form method="post" action={page.formAction}>
      <input type="hidden" name="attempt" value={page.attempt} />
      <Field
        name="code"
        label={enrolment ? words.codeTitle : words.code}
        hint={words.codeHint}
        faults={faults}
        input={{
          type: 'text',
          class: 'code',
          required: true,
          inputmode: 'numeric',
          autocomplete: 'one-time-code',
          pattern: '\\s*[0-9]{3}\\s*[0-9]{3}\\s*',
          maxlength: 8,
          title: words.code,
          spellcheck: 'false',
          autocapitalize: 'off',
        }}
      />
      <p>
        <button class="button" type="submit">
          {words.submit}
        </button>
      </p>
    </form>
  )
  return renderPage({
    language: page.language,
    appName: page.appName,
    about: page.organizationName,
    steps: { labels: steps, current: 1 },
    title: enrolment ? words.title : words.againTitle,
    faults,
    children: enrolment ? (
      <>
        <p class="lead">{words.saved}</p>
        <ol class="tasks">
          <li>
            <h2>{words.openTitle}</h2>
            <p>{words.open}</p>
          </li>
          <li>
            <h2>{words.scanTitle}</h2>
            <div class="qr">
              <QrCode text={enrolment.otpauthUri} label={words.qrCode(page.signInEmail)} />
            </div>
            <a class="button second" href={enrolment.otpauthUri}>
              {words.thisDevice}
            </a>
            <div>
              <p>{words.typeKey}</p>
              <Key text={enrolment.totpKey} />
            </div>
            <p class="quiet">{words.shownOnce}</p>
          </li>
          <li>{form}</li>
        </ol>
      </>
    ) : (
      <>
        <p class="lead">{words.again(page.signInEmail)}</p>
        {form}
        <p class="quiet">{words.noEntry}</p>
        <p>
          <a href={page.activationUrl}>{words.startAgain}</a>
        </p>
      </>
    ),
  })
}

/** The key in groups of four. The gaps are drawn, not written, so that copying gives the key alone. */
function Key(props: { text: string }) {
  const fours = props.text.match(/.{1,4}/g) ?? []
  return (
    <code class="key" id="totp-key">
      {fours.map((four, index) => (
        <Fragment key={index}>
          <span>{four}</span>
          <wbr />
        </Fragment>
      ))}
    </code>
  )
}

/** The page after the right code: the invitation is accepted, or the reset is over, and the person can sign in. */
export function activatedPage(
  page: PageFrame & {
    readonly organizationName: string
    readonly afterReset?: boolean
    readonly signInEmail: string
    readonly signInUrl: string
  },
): string {
  const { steps, activated: words, signIn } = activationTexts[page.language]
  return renderPage({
    language: page.language,
    appName: page.appName,
    about: page.organizationName,
    steps: { labels: steps, current: steps.length },
    emblem: 'done',
    title: words.title,
    children: (
      <>
        <p class="lead">{page.afterReset ? words.afterReset : words.lead(page.organizationName)}</p>
        <p>{words.how(page.signInEmail)}</p>
        <p>
          <a class="button" href={page.signInUrl}>
            {signIn}
          </a>
        </p>
        <p class="quiet">{words.keepApp}</p>
      </>
    ),
  })
}
