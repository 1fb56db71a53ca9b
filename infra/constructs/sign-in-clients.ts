import { Duration } from 'aws-cdk-lib'
import { CfnUserPoolClient, ClientAttributes, OAuthScope, type UserPool, UserPoolClient } from 'aws-cdk-lib/aws-cognito'
import { Construct } from 'constructs'

/** The two programs that may ask the user pool for tokens. */
export class SignInClients extends Construct {
  /** People's browsers and programs: authorization code with PKCE at the hosted page, and nothing else. */
  readonly portal: UserPoolClient
  /** The activation function: checks the password that it has just set, and enrols the second factor. */
  readonly activation: UserPoolClient
  readonly redirectUri: string

  constructor(scope: Construct, userPool: UserPool, publicUrl: string) {
    super(scope, 'SignIn')
    this.redirectUri = `${publicUrl}/welcome`
    this.portal = new UserPoolClient(this, 'Portal', {
      userPool,
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        // Without aws.cognito.signin.user.admin: such a token could change its person's own factor and address.
        scopes: [OAuthScope.OPENID, OAuthScope.custom('rolecall/api')],
        // The second is where signing in from the documentation leads back to.
        callbackUrls: [this.redirectUri, `${publicUrl}/docs/oauth2-redirect.html`],
        logoutUrls: [this.redirectUri],
      },
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: Duration.hours(12),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
      readAttributes: emailOnly(),
      writeAttributes: nothingThatCounts(),
    })
    this.activation = new UserPoolClient(this, 'Activation', {
      userPool,
      generateSecret: true,
      disableOAuth: true,
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
      refreshTokenValidity: Duration.hours(1),
      authSessionValidity: Duration.minutes(15),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
      readAttributes: emailOnly(),
      writeAttributes: nothingThatCounts(),
    })
    onlyFlow(this.portal, 'ALLOW_REFRESH_TOKEN_AUTH')
    onlyFlow(this.activation, 'ALLOW_ADMIN_USER_PASSWORD_AUTH')
  }
}

/** The one way in which a client may ask for tokens with the pool's own API; the CDK's class would always allow refreshing too. */
function onlyFlow(client: UserPoolClient, flow: string): void {
  const resource = client.node.defaultChild
  if (!(resource instanceof CfnUserPoolClient)) throw new Error('the client has no CloudFormation resource')
  resource.explicitAuthFlows = [flow]
}

function emailOnly(): ClientAttributes {
  return new ClientAttributes().withStandardAttributes({ email: true, emailVerified: true })
}

/** Cognito takes an empty list for "everything, e-mail included", so an attribute that nothing reads is named. */
function nothingThatCounts(): ClientAttributes {
  return new ClientAttributes().withStandardAttributes({ locale: true })
}
