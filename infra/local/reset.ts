import { stopCloud } from './cloud.ts'
import { runCommand } from './local-problem.ts'
import { removeState } from './remove-state.ts'
import { cloudOfStart } from './settings.ts'
import { step } from './step.ts'

await runCommand(async () => {
  const cloud = cloudOfStart()
  await step(
    'Local cloud',
    'stopping it and deleting its data',
    async () => {
      await stopCloud(cloud)
      removeState(cloud)
    },
    () => 'gone; npm start makes a new one',
  )
})
