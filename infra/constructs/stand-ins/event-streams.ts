/** For `@smithy/core/event-streams`, which the SDK loads for operations that stream events: none of the services used here has one. */
export class EventStreamSerde {
  constructor() {
    throw new Error('event streams are not bundled: see infra/constructs/bundle.ts')
  }
}
