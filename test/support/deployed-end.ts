import { rmSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { stopCloud } from '../../infra/local/cloud.ts'
import type { LocalCloud } from '../../infra/local/settings.ts'

/**
 * A program beside the test run, which ends the run's cloud and removes its files when the run lets go of its standard input:
 * in good order, saying so, or because the run was killed.
 */
const cloud: LocalCloud = JSON.parse(process.argv[2] ?? '')
const said = await text(process.stdin)
await stopCloud(cloud)
remove()
// A deployment that was cut short goes on writing, until it notices that its cloud is gone.
const secondsMore = said === 'in good order' ? 0 : 30
for (let second = 0; second < secondsMore; second++) {
  await wait(1000)
  remove()
}

function remove(): void {
  rmSync(cloud.stateDirectory, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
