import createClient from 'openapi-fetch'
import { settings } from '../../support/cloud-services-settings.ts'
import { fetchThroughGateway } from '../../support/gateway-fetch.ts'
import type { paths } from './.state/rolecall.ts'

/** The generated client, as a program makes it, for whoever a bearer of `Authorization` stands for: a token or the text of an API key. */
export const programOf = (bearer: string) =>
  createClient<paths>({
    baseUrl: settings.PUBLIC_URL,
    headers: { Authorization: `Bearer ${bearer}` },
    fetch: fetchThroughGateway,
  })

/** What a call is made of that the client answers: either what was asked for or the problem document, never both. */
type Answered<Data, Problem> = { readonly response: Response } & (
  | { readonly data: Data; readonly error?: never }
  | { readonly data?: never; readonly error: Problem }
)

/** The reply of a call that succeeds; throws the problem document of one that does not. */
export async function replyOf<Data, Problem>(call: Promise<Answered<Data, Problem>>): Promise<Data> {
  const { data, error, response } = await call
  if (data === undefined) throw new Error(`${response.status} ${JSON.stringify(error)}`)
  return data
}

/** The problem document of a call that fails; throws where it does not. */
export async function problemOf<Data, Problem>(call: Promise<Answered<Data, Problem>>): Promise<Problem> {
  const { error, response } = await call
  if (error === undefined) throw new Error(`it succeeded with ${response.status}`)
  return error
}
