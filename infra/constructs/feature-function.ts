import type { Construct } from 'constructs'
import { contractTimesOf } from '../config.ts'
import { BundledFunction, type BundledFunctionProps } from './bundled-function.ts'
import type { House } from './house.ts'
import { type FunctionNeed, grantedBy } from './needs.ts'

export type FeatureFunctionProps = BundledFunctionProps & { readonly needs: Iterable<FunctionNeed> }

/** A function of a feature: what it may do follows from its needs. */
export class FeatureFunction extends BundledFunction {
  constructor(scope: Construct, house: House, props: FeatureFunctionProps) {
    const { environment, ...granted } = grantedBy(props.needs, house)
    super(scope, house.stage, props, {
      ...granted,
      environment: { ...namesOf(house), ...settingsOf(props.feature, house), ...environment },
    })
  }
}

/** What the functions of one feature are told and no others. */
function settingsOf(feature: string, { stage }: House): Record<string, string> {
  const receiver = stage.overrides?.webhookReceiver
  if (feature === 'contracts') return { CONTRACT_DAY_SECONDS: String(contractTimesOf(stage).daySeconds) }
  return feature === 'webhooks' && receiver !== undefined ? { WEBHOOK_RECEIVER: receiver } : {}
}

/** What every function behind the gateway may name in a page, a mail or a problem document; none of it is a secret or gives access. */
function namesOf({ gateway, data, clients, stage }: House): Record<string, string> {
  return {
    PUBLIC_URL: gateway.publicUrl,
    HOSTED_UI_URL: data.hostedUiUrl,
    PORTAL_CLIENT_ID: clients.portal.userPoolClientId,
    ...(stage.recovered && { RECOVERED_AT: new Date(stage.recovered.at).toISOString() }),
  }
}
