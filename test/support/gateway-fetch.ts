import { send } from './gateway.ts'

/** `fetch`, as a program has it, that goes through the gateway in this process; every answer is held against the contract. */
export async function fetchThroughGateway(request: Request): Promise<Response> {
  const url = new URL(request.url)
  const body = await request.text()
  const answer = await send({
    method: request.method,
    path: url.pathname,
    query: url.searchParams.toString(),
    headers: Object.fromEntries(request.headers),
    ...(body !== '' && { body }),
  })
  return new Response(answer.body === '' ? null : answer.body, {
    status: answer.status,
    headers: { ...answer.headers },
  })
}
