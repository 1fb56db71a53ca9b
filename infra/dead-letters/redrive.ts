import { parseArgs } from 'node:util'
import { stages } from '../config.ts'
import { credentialsOf } from '../local/cloud.ts'
import { cloudOfStart } from '../local/settings.ts'
import { giveBack, lookInto } from './give-back.ts'
import { type DeadLetterQueue, deadLetterQueues, Obstacle, tableNameOf } from './queues.ts'

const usage = `npm run redrive -- --stage <stage>                         lists the dead-letter queues, and how many wait in each
npm run redrive -- --stage <stage> <function> --look       shows the first letters of one, and leaves them
npm run redrive -- --stage <stage> <function>              gives them back to the function, one after the other

A stage is ${[...Object.keys(stages), 'local'].join(' or ')}; a function is called as in the list. It uses the AWS credentials and the region of this shell.`

/** Run when an alarm says that dead letters wait, and what they failed on is put right. */
async function main(): Promise<void> {
  const { stage, name, look } = asked()
  if (stage === 'local' && process.env.AWS_ENDPOINT_URL === undefined)
    Object.assign(process.env, credentialsOf(cloudOfStart()))
  const queues = await deadLetterQueues(stage)
  if (name === undefined) return list(queues, stage)
  const queue = queues.find((one) => [one.name, one.functionName, one.queueUrl.split('/').at(-1)].includes(name))
  if (!queue)
    throw new Obstacle(
      `No function ${name} of this stage has a dead-letter queue. Those that have: ${queues.map((one) => one.name).join(', ')}.`,
    )
  if (queue.waiting === 0) return console.log(`Nothing waits for ${queue.name}.`)
  await (look ? show(queue) : redrive(queue, stage))
}

function asked() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { stage: { type: 'string' }, look: { type: 'boolean', default: false } },
  })
  const [name, ...more] = positionals.map((given) => given.replace(': ', '-'))
  if (!values.stage || more.length > 0 || (values.look && name === undefined)) throw new Obstacle(usage)
  return { stage: values.stage, name, look: values.look }
}

function list(queues: readonly DeadLetterQueue[], stage: string): void {
  for (const { name, waiting } of queues) console.log(`${String(waiting).padStart(6)}  ${name}`)
  const [first] = queues.filter(({ waiting }) => waiting > 0)
  console.log(
    first
      ? `\nPut right what they failed on, then: npm run redrive -- --stage ${stage} ${first.name}`
      : '\nNothing waits anywhere.',
  )
}

async function show(queue: DeadLetterQueue): Promise<void> {
  for (const { about, error } of await lookInto(queue)) console.log(error === undefined ? about : `${about}: ${error}`)
}

async function redrive(queue: DeadLetterQueue, stage: string): Promise<void> {
  const { done, failed } = await giveBack(queue, () => tableNameOf(stage), console.log)
  console.log(`\n${done} given back to ${queue.name}.`)
  if (failed === 0) return
  throw new Obstacle(
    `${failed} failed again and wait on. The log of ${queue.name} says where (event.failed): put that right, then run this once more.`,
  )
}

try {
  await main()
} catch (error) {
  console.error(error instanceof Obstacle ? error.message : error)
  process.exitCode = 1
}
