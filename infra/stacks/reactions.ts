import { Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { Alarms } from '../constructs/alarms.ts'
import type { House, HousedStack } from '../constructs/house.ts'
import type { ApiStack } from './api.ts'

/**
 * What no route calls: functions that act on what happened, that hear of mails, that follow the table, that run every minute and that
 * whoever deploys calls; with their queues, rules and alarms. It holds nothing, and knows the stack of the gateway, which never knows it.
 */
export class ReactionsStack extends Stack implements HousedStack {
  readonly house: House

  constructor(scope: Construct, id: string, { house }: ApiStack) {
    super(scope, id)
    this.house = { ...house, alarms: new Alarms(this, house.stage, house.alarms) }
  }
}
