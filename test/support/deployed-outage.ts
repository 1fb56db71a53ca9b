import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { type FunctionConfiguration, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { clients, deployed } from './deployed.ts'

/** A service that a function cannot reach. */
export type Outage = { readonly end: () => Promise<void> }

/** As often as the SDK asks before it gives up. */
export const callsARun = 3

/** Has a function find KMS out of order for so many calls, or until the end of it; then it finds it in order again. */
export async function outageOfKeys(
  { FunctionName, Environment }: FunctionConfiguration,
  calls: number,
): Promise<Outage> {
  let left = calls
  const server = createServer(async (request, response) => {
    if (left-- > 0) return response.writeHead(503).end()
    const answer = await fetch(`${deployed.settings.endpoint}${request.url}`, {
      method: request.method ?? 'POST',
      headers: Object.entries(request.headers).flatMap(([name, value]) =>
        typeof value === 'string' && !/^(host|connection|content-length)$/.test(name) ? [[name, value]] : [],
      ),
      body: new Uint8Array(await buffer(request)),
    })
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const set = (Variables: Record<string, string>) =>
    clients.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }))
  await set({ ...Environment?.Variables, AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${port}` })
  return {
    end: async () => {
      await set({ ...Environment?.Variables })
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
