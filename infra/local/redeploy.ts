import { isCloudRunning } from './cloud.ts'
import { deploy } from './deploy.ts'
import { LocalProblem, runCommand } from './local-problem.ts'
import { cloudOfStart } from './settings.ts'
import { step } from './step.ts'

await runCommand(async () => {
  const cloud = cloudOfStart()
  if (!isCloudRunning(cloud)) throw new LocalProblem('The local cloud is not running. Start it: npm start')
  await step(
    'Application',
    'bundling and deploying what has changed',
    () => deploy(cloud),
    ({ changed }) => (changed ? 'deployed' : 'nothing has changed since it was deployed'),
  )
})
