import { CfnOutput, Stack } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { featureNames } from '../../shared/contract/routes.ts'
import type { StageSettings } from '../config.ts'
import { Alarms } from '../constructs/alarms.ts'
import type { FeatureInfra } from '../constructs/feature.ts'
import { Gateway } from '../constructs/gateway.ts'
import type { House } from '../constructs/house.ts'
import { Overview } from '../constructs/overview.ts'
import { watchWhatAllShare } from '../constructs/shared-alarms.ts'
import { SignInClients } from '../constructs/sign-in-clients.ts'
import { access } from '../features/access.ts'
import { activities } from '../features/activities.ts'
import { catalog } from '../features/catalog.ts'
import { contactRoles } from '../features/contact-roles.ts'
import { docs } from '../features/docs.ts'
import { invitations } from '../features/invitations.ts'
import { me } from '../features/me.ts'
import { notifications } from '../features/notifications.ts'
import { organizations } from '../features/organizations.ts'
import { permissionGroups } from '../features/permission-groups.ts'
import { portal } from '../features/portal.ts'
import { profiles } from '../features/profiles.ts'
import type { DataStack } from './data.ts'

/** Access comes first: its authorizer stands before the routes of all the others. */
const features: readonly FeatureInfra[] = [
  access,
  activities,
  catalog,
  contactRoles,
  docs,
  invitations,
  me,
  notifications,
  organizations,
  permissionGroups,
  portal,
  profiles,
]

/** What may be thrown away and deployed anew: the gateway, the functions, and the clients that sign people in. */
export class ApiStack extends Stack {
  constructor(scope: Construct, id: string, stage: StageSettings, data: DataStack) {
    super(scope, id)
    const alarms = new Alarms(this, stage)
    const gateway = new Gateway(this, stage)
    const clients = new SignInClients(this, data.userPool, gateway.publicUrl)
    const house: House = { stage, data, alarms, gateway, clients }

    gateway.watch(alarms)
    watchWhatAllShare(house)
    const missing = featureNames.filter((name) => !features.some((feature) => feature.name === name))
    if (missing.length > 0) throw new Error(`infra/stacks/api.ts builds nothing for ${missing.join(', ')}`)
    for (const feature of features) feature.build(this, house)
    new Overview(this, house)

    new CfnOutput(this, 'ClientId', { value: clients.portal.userPoolClientId })
    new CfnOutput(this, 'RedirectUri', { value: clients.redirectUri })
  }
}
