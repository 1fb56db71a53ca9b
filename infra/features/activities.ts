import { feature } from '../constructs/feature.ts'

/** Activities: what happened, told to whoever asks, and put on the bus for the functions that act on it. */
export const activities = feature('activities', ({ follows, serves }) => {
  serves('index', { lost: 'Nobody can see what happened in their organization.' })

  follows('publish-activities', {
    entity: 'activity',
    needs: ['events:publish'],
    lost: 'What happens has no consequences: no invitation is mailed, and nobody is told anything.',
  })
})
