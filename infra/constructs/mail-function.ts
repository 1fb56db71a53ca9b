import { EventField, Match, RuleTargetInput } from 'aws-cdk-lib/aws-events'
import type { Construct } from 'constructs'
import { everyMailEvent, mailEvents } from '../../shared/domain/mail-events.ts'
import { BusFunction, type BusRule } from './bus-function.ts'
import type { FeatureFunctionProps } from './feature-function.ts'
import type { House } from './house.ts'

/**
 * A function that is told by SES, on the account's default bus, what became of our mails: of those with our configuration set and our tags,
 * and nothing but ids, a time and a word. An address is handed to nobody, so that none can lie among dead letters.
 */
export class MailFunction extends BusFunction {
  constructor(scope: Construct, house: House, props: FeatureFunctionProps) {
    const ours = {
      'ses:configuration-set': [house.data.mailSet.configurationSetName],
      organization: Match.prefix('org_'),
      activity: Match.prefix('act_'),
      recipient: Match.exists(),
    }
    const rules = Object.entries(mailEvents).map(
      ([detailType, { outcome, paths }]): BusRule => ({
        id: `When-${outcome}`,
        on: `mails that were ${outcome === 'complained' ? 'complained of' : outcome}`,
        eventPattern: { source: ['aws.ses'], detailType: [detailType], detail: { mail: { tags: ours } } },
        event: RuleTargetInput.fromObject({
          'detail-type': EventField.detailType,
          detail: Object.fromEntries(
            Object.entries({ ...everyMailEvent, ...paths }).map(([name, path]) => [name, EventField.fromPath(path)]),
          ),
        }),
      }),
    )
    super(scope, house, props, rules)
  }
}
