import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import type { Context } from 'aws-lambda'

/** The handler of a Lambda function, of which nothing is known but that it can be called. */
export type Handler = (event: unknown, context: Context) => unknown

const loaded = new Map<string, Handler>()
const names = new WeakMap<Handler, string>()
const running = new AsyncLocalStorage<string>()

/** Does something in the place of a function, with what its role may do. */
export const runAs = <Result>(name: string, act: () => Promise<Result>): Promise<Result> => running.run(name, act)

/** The function that is running where this is asked, as `<feature>/<file>`; undefined in a test itself. */
export const runningFunction = (): string | undefined => running.getStore()

/** The real handler in `functions/<feature>/<file>.ts`, loaded once, as a container does. */
export async function loadHandler(feature: string, file: string): Promise<Handler> {
  const name = `${feature}/${file}`
  const known = loaded.get(name)
  if (known) return known
  const module: { handler?: unknown } = await import(new URL(`../../functions/${name}.ts`, import.meta.url).pathname)
  const { handler } = module
  if (typeof handler !== 'function') throw new Error(`functions/${name}.ts exports no handler`)
  const callable: Handler = (event, context) => handler(event, context)
  loaded.set(name, callable)
  names.set(callable, name)
  return callable
}

type Invoke = (name: string, event: unknown) => Promise<unknown>
let invokeElsewhere: Invoke | undefined

/** While it runs, functions are invoked by `how` and not in this process, all but the authorizer. */
export async function elsewhere<Result>(how: Invoke, act: () => Promise<Result>): Promise<Result> {
  invokeElsewhere = how
  try {
    return await act()
  } finally {
    invokeElsewhere = undefined
  }
}

/** Invokes a handler as Lambda does: event and answer are JSON, whatever they were before, and what it throws is written into the log. */
export async function invoke(handler: Handler, event: unknown): Promise<unknown> {
  const name = names.get(handler)
  if (invokeElsewhere && name !== undefined && name !== 'access/authorizer')
    return invokeElsewhere(name, JSON.parse(JSON.stringify(event)))
  const act = () => handler(JSON.parse(JSON.stringify(event)), contextOf())
  try {
    const answer = await (name === undefined ? act() : running.run(name, act))
    return answer === undefined ? undefined : JSON.parse(JSON.stringify(answer))
  } catch (error) {
    runtimeLines.push(runtimeLine(error))
    throw error
  }
}

const runtimeLines: string[] = []
/** What Lambda itself has written into the logs of functions that threw: the whole error, with its message and all it carries. */
export const linesOfRuntime = (): readonly string[] => runtimeLines

const runtimeLine = (error: unknown): string =>
  JSON.stringify(
    error instanceof Error ? { ...error, type: error.name, message: error.message, stack: error.stack } : error,
  )

function contextOf(): Context {
  const refuse = () => {
    throw new Error('functions answer with promises')
  }
  return {
    awsRequestId: randomUUID(),
    functionName: 'under-test',
    functionVersion: '$LATEST',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:under-test',
    memoryLimitInMB: '1024',
    logGroupName: '/aws/lambda/under-test',
    logStreamName: 'stream',
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => 30_000,
    done: refuse,
    fail: refuse,
    succeed: refuse,
  }
}
