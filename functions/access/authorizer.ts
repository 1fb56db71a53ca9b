import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache } from 'aws-jwt-verify/jwk'
import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerWithContextResult } from 'aws-lambda'
import { isId } from '../../shared/domain/ids.ts'
import { readKeyText } from '../../shared/frame/api-key-text.ts'
import type { AuthorizerContext } from '../../shared/frame/event.ts'
import { env, optionalEnv } from '../../shared/platform/env.ts'

/** The keys cannot be had, which says nothing about any token. */
class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable'
}

/** Where keys come from: the pool's own address, or on the local cloud the one that it serves them at. */
const keys = new SimpleJwksCache({
  fetcher: {
    fetch: async (uri) => {
      try {
        const response = await fetch(optionalEnv('JWKS_URL') ?? uri, { signal: AbortSignal.timeout(3000) })
        const bytes = await response.arrayBuffer()
        // What is cut off, or an error page, is no answer either.
        if (response.ok && JSON.parse(new TextDecoder().decode(bytes))) return bytes
      } catch (cause) {
        throw new KeysUnavailable('the user pool does not answer', { cause })
      }
      throw new KeysUnavailable('the user pool does not give its keys')
    },
  },
})

const verifier = CognitoJwtVerifier.create(
  { userPoolId: env('USER_POOL_ID'), clientId: env('PORTAL_CLIENT_ID'), tokenUse: 'access', scope: 'rolecall/api' },
  { jwksCache: keys },
)

/**
 * Says who calls, and nothing about what they may do (T1): always authorized, with a principal or without. Accepted are access
 * tokens of the portal's client alone, with the scope `rolecall/api` and without `aws.cognito.signin.user.admin`; who it is is
 * `username`, our identity id. Of an API key its text is taken apart, and whether there is such a key is asked of the table by whoever is
 * called. It reads no table, so the gateway may keep its answer for a minute.
 */
export async function handler(
  event: Pick<APIGatewayRequestAuthorizerEventV2, 'identitySource' | 'headers'>,
): Promise<APIGatewaySimpleAuthorizerWithContextResult<AuthorizerContext>> {
  return {
    isAuthorized: true,
    context: await principalOf(event.identitySource?.[0] ?? event.headers?.authorization),
  }
}

async function principalOf(authorization: string | undefined): Promise<AuthorizerContext> {
  const key = readKeyText(/^Bearer (rk_\S+)$/i.exec(authorization ?? '')?.[1] ?? '')
  if (key) {
    const { keyId, organizationId, secretHash } = key
    return { principal: `key:${keyId}`, organizationId, secretHash }
  }
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1]
  if (token === undefined) return {}
  try {
    const { username, iat, exp, scope } = await verifier.verify(token)
    if (!isId('identity', username) || scope.split(' ').includes('aws.cognito.signin.user.admin')) return {}
    return { principal: `user:${username}`, issuedAt: iat, expiresAt: exp }
  } catch (error) {
    // The gateway answers 500 then, and the caller may try again: a signed-in person is not told that they are nobody.
    if (error instanceof KeysUnavailable) throw error
    return {}
  }
}
