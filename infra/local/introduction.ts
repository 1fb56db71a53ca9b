import { signInLink } from './hosted-ui.ts'
import { approver } from './sample-contract.ts'
import { administrator, owner, plainUser, waiting } from './sample-data.ts'
import type { Outputs } from './start-state.ts'

/** What `npm start` says at its end: where everything is, who can sign in, and what to try first. */
export function introduction(
  outputs: Outputs,
  waits: { readonly invitation: boolean; readonly contract: boolean },
): string {
  const { apiUrl, mailboxUrl, organizationId, customerId } = outputs
  const { email, password, totpSecret } = outputs.administrator
  const curl = (who: string, path: string) =>
    `curl -sw '\\n' -H "Authorization: Bearer $(npm run --silent token -- ${who})" ${apiUrl}${path}`
  return `  API        ${apiUrl}
  Docs       ${apiUrl}/docs   (sign in there, and try every call)
  Sign-in    ${signInLink(outputs)}
  Mailbox    ${mailboxUrl}

Sign in as the provider's administrator:
  e-mail     ${email}
  password   ${password}
  TOTP key   ${totpSecret}   (for an authenticator app; the local sign-in never asks for its code)

${
  waits.invitation
    ? `Try an invitation: open the newest mail to ${waiting} in the mailbox and follow its link.`
    : `The invitation of ${waiting} was used or has expired; invite someone else with the API, or begin afresh: npm run reset`
}
${
  waits.contract
    ? `Try an approval: open the newest mail to ${approver.email} there and follow its link.`
    : `The service agreement for ${approver.email} was decided on, or has expired; request another one with the API`
}

Try the API, from this folder:

  # Who am I? (${email}, an owner of the provider)
  ${curl(administrator.email, '/v1/me')}

  # The customer's people, as their owner sees them
  ${curl(owner.email, `/v1/organizations/${customerId}/profiles`)}

  # ${plainUser.email} works for the customer: to him the provider does not exist (404)
  ${curl(plainUser.email, `/v1/organizations/${organizationId}`)}

npm run redeploy brings a change in the code to it; npm run stop stops it and keeps the data; npm run reset deletes them.`
}
