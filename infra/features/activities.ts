import { feature } from '../constructs/feature.ts'

/** Activities: what happened, told to whoever asks, and put on the bus for the functions that act on it. */
export const activities = feature('activities', ({ follows, house, serves }) => {
  serves('index', { lost: 'Nobody can see what happened in their organization.' })

  follows('publish-activities', {
    entity: 'activity',
    needs: ['events:publish'],
    lost: 'What happens has no consequences: no invitation is mailed, and nobody is told anything.',
  })

  // It stands beside the user pool, which calls it; the alarms stand here.
  const { recordSignIn } = house.data
  recordSignIn.ringAt(house.alarms)
  house.alarms.watchLog('sign-in-unrecorded', recordSignIn.logGroup, 'sign-in.unrecorded', {
    lost: 'Somebody signed in, and their organization’s activities do not show it.',
    look: `${recordSignIn.fullName} let them in without recording it: its log names who, where, and the error.`,
  })
})
