import { stopCloud } from './cloud.ts'
import { runCommand } from './local-problem.ts'
import { cloudOfStart } from './settings.ts'
import { step } from './step.ts'

await runCommand(async () => {
  await step(
    'Local cloud',
    'stopping it, which saves its data',
    () => stopCloud(cloudOfStart()),
    (ran) => (ran ? 'stopped; npm start brings it back with all its data' : 'it was not running'),
  )
})
