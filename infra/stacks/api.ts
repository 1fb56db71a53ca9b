import { CfnOutput, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { StageSettings } from '../config.ts'
import { Alarms } from '../constructs/alarms.ts'
import { Gateway } from '../constructs/gateway.ts'
import type { House, HousedStack } from '../constructs/house.ts'
import { watchWhatAllShare } from '../constructs/shared-alarms.ts'
import { SignInClients } from '../constructs/sign-in-clients.ts'
import type { DataStack } from './data.ts'

/** What callers reach: the gateway, the functions behind its routes, and the clients that sign people in. It holds nothing. */
export class ApiStack extends Stack implements HousedStack {
  readonly house: House

  constructor(scope: Construct, id: string, stage: StageSettings, data: DataStack) {
    super(scope, id)
    const alarms = new Alarms(this, stage)
    const gateway = new Gateway(this, stage)
    const clients = new SignInClients(this, data.userPool, gateway.publicUrl)
    this.house = { stage, data, alarms, gateway, clients }
    gateway.watch(alarms)
    watchWhatAllShare(this.house)

    new CfnOutput(this, 'ClientId', { value: clients.portal.userPoolClientId })
    new CfnOutput(this, 'RedirectUri', { value: clients.redirectUri })
  }
}
