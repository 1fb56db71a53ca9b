import * as oidc from 'openid-client'
import { LocalProblem } from './local-problem.ts'
import { formsOf, submitForm, textOfPage } from './page-form.ts'
import { totpCode } from './totp-code.ts'

/** What a client of the deployment has to know to let people sign in. */
export type SignInPlace = {
  readonly hostedUiUrl: string
  readonly userPoolId: string
  readonly clientId: string
  readonly redirectUri: string
}

export type SignIn = { readonly email: string; readonly password: string; readonly totpSecret?: string | undefined }

export type Tokens = {
  readonly accessToken: string
  readonly refreshToken: string | undefined
  readonly idToken: string | undefined
  readonly expiresInSeconds: number | undefined
}

const scope = 'openid rolecall/api'
const pagesAtMost = 4

/** Plays a browser at the hosted sign-in: authorization code grant with PKCE, the forms filled in, the code exchanged. */
export async function signInAtHostedUi(place: SignInPlace, person: SignIn): Promise<Tokens> {
  const configuration = configurationFor(place)
  const codeVerifier = oidc.randomPKCECodeVerifier()
  const state = oidc.randomState()
  const start = oidc.buildAuthorizationUrl(configuration, {
    redirect_uri: place.redirectUri,
    scope,
    state,
    code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
    code_challenge_method: 'S256',
  })
  const callback = await answerPages(start, place, person)
  const answer = await oidc.authorizationCodeGrant(configuration, callback, {
    pkceCodeVerifier: codeVerifier,
    expectedState: state,
  })
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    idToken: answer.id_token,
    expiresInSeconds: answer.expiresIn(),
  }
}

/** Where a person's own browser begins to sign in. */
export function signInLink({ hostedUiUrl, clientId, redirectUri }: SignInPlace): string {
  const parameters = { response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope }
  return `${hostedUiUrl}/oauth2/authorize?${new URLSearchParams(parameters)}`
}

/**
 * By hand rather than by discovery: the local cloud's tokens name Amazon's issuer, which cannot be asked for addresses that are
 * on this machine.
 */
function configurationFor({ hostedUiUrl, userPoolId, clientId }: SignInPlace): oidc.Configuration {
  const [region = 'us-east-1'] = userPoolId.split('_')
  const configuration = new oidc.Configuration(
    {
      issuer: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
      authorization_endpoint: `${hostedUiUrl}/oauth2/authorize`,
      token_endpoint: `${hostedUiUrl}/oauth2/token`,
    },
    clientId,
    undefined,
    oidc.None(),
  )
  if (hostedUiUrl.startsWith('http://')) oidc.allowInsecureRequests(configuration)
  return configuration
}

/** Fills in the forms, one page after another, until the sign-in sends the browser back to us. */
async function answerPages(start: URL, place: SignInPlace, person: SignIn): Promise<URL> {
  let url = start
  let response = await fetch(start, { redirect: 'manual' })
  const seen = new Set<string>()
  for (let pages = 0; pages < pagesAtMost; pages++) {
    const location = response.headers.get('location')
    if (location !== null) {
      url = new URL(location, url)
      if (url.href.startsWith(place.redirectUri)) return url
      response = await fetch(url, { redirect: 'manual' })
      continue
    }
    const html = await response.text()
    const form = formsOf(html, url).find(({ fields }) => answersFor(fields, person) !== undefined)
    const answers = form === undefined ? undefined : answersFor(form.fields, person)
    const asked = Object.keys(answers ?? {}).join()
    // The same question again means that the answer was refused.
    if (form === undefined || answers === undefined || seen.has(asked)) {
      throw new LocalProblem(
        `${person.email} could not sign in. The sign-in page says: ${textOfPage(html).slice(0, 300)}`,
      )
    }
    seen.add(asked)
    url = form.action
    response = await submitForm(form, answers)
  }
  throw new LocalProblem(`${person.email} could not sign in: the sign-in showed more than ${pagesAtMost} pages.`)
}

function answersFor(fields: ReadonlyMap<string, string>, person: SignIn): Record<string, string> | undefined {
  if (fields.has('password')) {
    return { ...(fields.has('username') ? { username: person.email } : {}), password: person.password }
  }
  // MiniStack never asks for the second factor; Cognito's own page calls the field so.
  const codeField = ['authentication_code', 'code'].find((name) => fields.has(name))
  if (codeField !== undefined && person.totpSecret !== undefined) return { [codeField]: totpCode(person.totpSecret) }
  return fields.has('username') ? { username: person.email } : undefined
}
