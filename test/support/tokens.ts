import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { noteSecret } from './cloud-services-secrets.ts'
import { settings } from './cloud-services-settings.ts'

const newPair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const pool = newPair()
const stranger = newPair()
const keyId = 'rolecall-test-key-1'

/** The pool's keys as it publishes them. */
const jwks = {
  keys: [{ ...pool.publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' }],
}

/** Where the authorizer finds the pool's keys; an address that needs no server. */
process.env.JWKS_URL = `data:application/json,${encodeURIComponent(JSON.stringify(jwks))}`

type Claims = Readonly<Record<string, unknown>>
type Header = Readonly<Record<string, unknown>>

const issuer = `https://cognito-idp.eu-west-1.amazonaws.com/${settings.USER_POOL_ID}`
const seconds = (): number => Math.floor(Date.now() / 1000)
const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')

/** What Cognito writes into an access token of the portal's client, 15 minutes long. */
export function claimsOf(username: string, more: Claims = {}): Claims {
  const now = seconds()
  return {
    sub: randomUUID(),
    iss: issuer,
    version: 2,
    client_id: settings.PORTAL_CLIENT_ID,
    origin_jti: randomUUID(),
    event_id: randomUUID(),
    token_use: 'access',
    scope: 'openid rolecall/api',
    auth_time: now,
    iat: now,
    exp: now + 15 * 60,
    jti: randomUUID(),
    username,
    ...more,
  }
}

function signed(claims: Claims, header: Header = {}, key: KeyObject = pool.privateKey): string {
  const body = `${encoded({ kid: keyId, alg: 'RS256', ...header })}.${encoded(claims)}`
  return noteSecret('access token', `${body}.${sign('RSA-SHA256', Buffer.from(body), key).toString('base64url')}`)
}

/** The access token that somebody has after signing in at the hosted page. */
export const accessToken = (username: string, more: Claims = {}): string => signed(claimsOf(username, more))

/** The header that a program sends with it. */
export const bearer = (token: string): { readonly authorization: string } => ({ authorization: `Bearer ${token}` })

/** Tokens whose times are missing. The authorizer hands on what there is; whoever judges the times refuses them. */
export const timelessTokens: typeof malformedTokens = {
  'without an end': (username) => accessToken(username, { exp: undefined }),
  'without a beginning': (username) => accessToken(username, { iat: undefined }),
}

/** What is wrong with a token, and the token: everything that does not prove a sign-in at the portal. */
export const malformedTokens: Readonly<Record<string, (username: string) => string>> = {
  garbage: () => 'garbage',
  'three parts of garbage': () => 'e30.e30.e30',
  expired: (username) => accessToken(username, { iat: seconds() - 1000, exp: seconds() - 1 }),
  'not yet valid': (username) => accessToken(username, { nbf: seconds() + 300 }),
  'of another issuer': (username) => accessToken(username, { iss: 'https://issuer.example/eu-west-1_Rolecall1' }),
  'of another client': (username) => accessToken(username, { client_id: '6another0client0of0the0pool' }),
  'of no client': (username) => accessToken(username, { client_id: undefined }),
  'an id token': (username) => {
    const { client_id: aud, username: _, scope: __, ...claims } = claimsOf(username)
    return signed({ ...claims, aud, token_use: 'id', 'cognito:username': username, email: 'ada@northwind.example' })
  },
  'an id token with everything of an access token': (username) =>
    accessToken(username, { token_use: 'id', aud: settings.PORTAL_CLIENT_ID }),
  'alg none': (username) => `${encoded({ alg: 'none', kid: keyId })}.${encoded(claimsOf(username))}.`,
  'alg none with a signature': (username) => signed(claimsOf(username), { alg: 'none' }),
  'HS256 with the public key': (username) => {
    const body = `${encoded({ alg: 'HS256', kid: keyId })}.${encoded(claimsOf(username))}`
    const secret = pool.publicKey.export({ format: 'pem', type: 'spki' })
    return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
  },
  'of an unknown key': (username) => signed(claimsOf(username), { kid: 'another-key' }, stranger.privateKey),
  'of another key under our key id': (username) => signed(claimsOf(username), {}, stranger.privateKey),
  'with its own key in the header': (username) =>
    signed(claimsOf(username), { jwk: stranger.publicKey.export({ format: 'jwk' }) }, stranger.privateKey),
  'of another pool': (username) =>
    signed(
      claimsOf(username, { iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Another01' }),
      { kid: 'key-of-another-pool' },
      stranger.privateKey,
    ),
  'of another pool, signed by ours': (username) =>
    accessToken(username, { iss: 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Another01' }),
  'of the activation client': (username) =>
    accessToken(username, { client_id: settings.ACTIVATION_CLIENT_ID, scope: 'aws.cognito.signin.user.admin' }),
  'of the activation client with our scope': (username) =>
    accessToken(username, { client_id: settings.ACTIVATION_CLIENT_ID }),
  'without the scope rolecall/api': (username) => accessToken(username, { scope: 'openid' }),
  'with a scope that begins like ours': (username) => accessToken(username, { scope: 'openid rolecall/api.read' }),
  'without any scope': (username) => accessToken(username, { scope: undefined }),
  'with aws.cognito.signin.user.admin': (username) =>
    accessToken(username, { scope: 'openid rolecall/api aws.cognito.signin.user.admin' }),
  'of client credentials': () =>
    accessToken('', { username: undefined, sub: settings.PORTAL_CLIENT_ID, scope: 'rolecall/api' }),
  'of client credentials whose subject is somebody': (username) =>
    accessToken('', { username: undefined, sub: username }),
  'of a username that is no id of ours': () => accessToken('ada@northwind.example'),
  truncated: (username) => accessToken(username).slice(0, -1),
  'truncated to half its signature': (username) => accessToken(username).slice(0, -170),
  'without its signature': (username) => `${accessToken(username).split('.').slice(0, 2).join('.')}.`,
  'with changed claims': (username) => {
    const [header, , signature] = accessToken('idn_01k2r8v6m0q3s5t7w9x1y3z5aa').split('.')
    return `${header}.${encoded(claimsOf(username))}.${signature}`
  },
}
