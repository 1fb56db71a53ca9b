import { mailboxUrl, startCloud, startMailbox, stopCloud } from './cloud.ts'
import { deploy, deploymentOf, holdsDeployment } from './deploy.ts'
import { introduction } from './introduction.ts'
import { runCommand } from './local-problem.ts'
import { installMiniStack } from './python.ts'
import { removeState } from './remove-state.ts'
import { approver, provideWaitingContract } from './sample-contract.ts'
import {
  administrator,
  owner,
  plainUser,
  provideCustomer,
  providePlainUser,
  provideProvider,
  provideWaitingInvitation,
  signInPlaceOf,
  waiting,
} from './sample-data.ts'
import { cloudOfStart } from './settings.ts'
import { type Outputs, readPeople, writeOutputs } from './start-state.ts'
import { step } from './step.ts'

await runCommand(async () => {
  const started = performance.now()
  const cloud = cloudOfStart()

  await step('MiniStack', 'installing it where it is missing (10 seconds, once)', installMiniStack)
  await step('Mailbox', `starting maildev on port ${cloud.mailboxPort}`, () => startMailbox(cloud), String)
  const cloudStarted = await step(
    'Local cloud',
    `starting MiniStack on port ${cloud.gatewayPort}`,
    () => startCloud(cloud),
    String,
  )
  if (deploymentOf(cloud) !== undefined && !(await holdsDeployment(cloud, 'in any condition'))) {
    await step('Local cloud', 'it was ended before it could save its data, so everything is made anew', async () => {
      await stopCloud(cloud)
      removeState(cloud)
      await startMailbox(cloud)
      await startCloud(cloud)
    })
  }

  const { deployment } = await step(
    'Application',
    'deploying it with the CDK, unless it is unchanged',
    () => deploy(cloud, { afterCrash: cloudStarted === 'started again after a crash' }),
    ({ changed }) => (changed ? 'deployed' : 'unchanged'),
  )
  const place = { cloud, deployment }
  const organizationId = await step(
    'Provider',
    `Northwind Managed Services, with ${administrator.email} as its first administrator`,
    () => provideProvider(place),
  )
  const customerId = await step('Customer', `Contoso Bakeries, with ${owner.email} as its owner`, () =>
    provideCustomer(place, organizationId),
  )
  const invitationWaits = await step('People', `${plainUser.email}, and an invitation for ${waiting}`, async () => {
    await providePlainUser(place, customerId)
    return provideWaitingInvitation(place, customerId)
  })
  const contractWaits = await step('Contract', `a service agreement that waits for ${approver.email}`, () =>
    provideWaitingContract(place, organizationId),
  )

  const signedIn = readPeople(cloud)[administrator.email]
  if (signedIn === undefined) throw new Error(`${administrator.email} was activated, but is not in people.json`)
  const outputs: Outputs = {
    apiUrl: deployment.ApiUrl,
    ...signInPlaceOf(deployment),
    mailboxUrl: mailboxUrl(cloud),
    organizationId,
    customerId,
    administrator: signedIn,
  }
  writeOutputs(cloud, outputs)
  console.log(
    `✓ Ready in ${((performance.now() - started) / 1000).toFixed(1)} s\n\n${introduction(outputs, { invitation: invitationWaits, contract: contractWaits })}`,
  )
})
