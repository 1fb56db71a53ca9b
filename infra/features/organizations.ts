import { CfnOutput, Stack } from 'aws-cdk-lib'
import { feature } from '../constructs/feature.ts'

/** Organizations: the tenants, and the beginning of them all. */
export const organizations = feature('organizations', ({ house, repeats, runs, serves }) => {
  serves('index', { lost: 'Organizations can be neither created nor read, changed, suspended or removed.' })

  repeats('erase-organizations', {
    needs: ['table:read', 'table:write'],
    lost: 'What removed organizations had is kept for longer than the 30 days that were promised.',
  })

  // Nothing is granted the right to invoke it: only whoever may invoke any function of the account can, the deployer.
  const { lambda, logGroup } = runs('first-administrator', {
    needs: ['table:read', 'table:write'],
    lost: 'A new deployment cannot get its provider and its first administrator.',
    timeoutSeconds: 30,
  })
  house.alarms.watchLog('first-administrator-used-again', logGroup, 'first-administrator.sent-again', {
    lost: 'Somebody had the very first invitation sent again, which makes its holder owner of everything.',
    look: 'Ask who deploys this whether it was them; if not, revoke that invitation and look in CloudTrail for who invoked it.',
  })
  new CfnOutput(Stack.of(lambda), 'FirstAdministratorFunctionName', { value: lambda.functionName })
})
