import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSafeServer } from 'node:https'
import { type AddressInfo, createServer as createPlainServer, type LookupFunction, type Server } from 'node:net'
import tls from 'node:tls'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { problemWithReceiver, sendToReceiver } from '../../../shared/platform/webhook-receiver.ts'
import { certificateFor } from '../../support/receiver-certificate.ts'

vi.mock('node:dns/promises', () => ({ lookup: vi.fn() }))
const lookedUp = vi.mocked<(host: string, options: object) => Promise<unknown>>(lookup)

const host = 'hooks.contoso.example'
const open: { server: Server; sockets: Set<{ destroy: () => void }> }[] = []

async function listening(server: Server): Promise<number> {
  const sockets = new Set<{ destroy: () => void }>()
  server.on('connection', (socket) => sockets.add(socket))
  open.push({ server, sockets })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // It listens on a port, and on no pipe.
  return (server.address() as AddressInfo).port
}

beforeEach(() => {
  lookedUp.mockReset()
  vi.stubEnv('WEBHOOK_RECEIVER', '')
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  }
})

/** Waits a hundred times less for a receiver. */
function hurry(): void {
  const timeout = AbortSignal.timeout.bind(AbortSignal)
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => timeout(milliseconds / 100))
}

const found = (...those: readonly string[]) =>
  those.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))

describe('a receiver on this machine, which the stage local may name', () => {
  async function answering(answer: RequestListener, path = '/in') {
    const port = await listening(createServer(answer))
    vi.stubEnv('WEBHOOK_RECEIVER', `http://127.0.0.1:${port}`)
    return sendToReceiver(`http://127.0.0.1:${port}${path}`, '{"a":1}', {
      'webhook-id': 'dlv_1',
      'content-length': '7',
    })
  }

  test('is sent the body and the headers, with POST, and nobody is asked where it is', async () => {
    const seen: unknown[] = []
    const received = await answering(async (request, response) => {
      const chunks: Uint8Array[] = []
      for await (const chunk of request) chunks.push(chunk)
      seen.push(request.method, request.url, request.headers['webhook-id'], Buffer.concat(chunks).toString())
      response.writeHead(202).end('thank you')
    }, '/in?a=b')
    expect(received).toEqual({ taken: true, status: 202 })
    expect(seen).toEqual(['POST', '/in?a=b', 'dlv_1', '{"a":1}'])
    expect(lookedUp).not.toHaveBeenCalled()
  })

  test.each([200, 201, 204, 299])('has taken it with %i', async (status) => {
    expect(await answering((_, response) => response.writeHead(status).end())).toEqual({ taken: true, status })
  })
  test.each([
    [301, 'redirected'],
    [302, 'redirected'],
    [307, 'redirected'],
    [308, 'redirected'],
    [304, 'redirected'],
    [400, 'refused'],
    [401, 'refused'],
    [410, 'gone'],
    [500, 'refused'],
    [503, 'refused'],
  ])('has not taken it with %i: %s', async (status, because) => {
    expect(await answering((_, response) => response.writeHead(status).end())).toEqual({
      taken: false,
      because,
      status,
    })
  })

  test('is not followed elsewhere, and not to itself', async () => {
    let calls = 0
    const received = await answering((_, response) => {
      calls++
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect(received).toMatchObject({ taken: false, because: 'redirected' })
    expect(calls).toBe(1)
  })

  test('may ask to be left alone for a number of seconds', async () => {
    const asking = (after: string) =>
      answering((_, response) => response.writeHead(503, { 'retry-after': after }).end())
    expect(await asking('120')).toMatchObject({ because: 'refused', status: 503, retryAfterSeconds: 120 })
    for (const after of ['soon', '-1', '99999999', 'Wed, 21 Oct 2026 07:28:00 GMT'])
      expect(await asking(after)).toEqual({ taken: false, because: 'refused', status: 503 })
  })

  test('is not waited for longer than 15 seconds, where it never answers', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout')
    await answering((_, response) => response.end())
    expect(timeout.mock.calls).toEqual([[15_000]])
    timeout.mockRestore()
    hurry()
    expect(await answering(() => undefined)).toEqual({ taken: false, because: 'timed-out' })
  })

  test('counts by its status, however slowly the rest comes, and without end', async () => {
    hurry()
    const drips: NodeJS.Timeout[] = []
    const slowly = await answering((_, response) => {
      response.writeHead(200)
      drips.push(setInterval(() => response.write('x'), 5))
    })
    expect(slowly).toEqual({ taken: true, status: 200 })
    for (const drip of drips) clearInterval(drip)
  })

  test('is read no further than 16 KB', async () => {
    const closed: Promise<unknown>[] = []
    let written = 0
    const received = await answering((_, response) => {
      response.writeHead(500)
      closed.push(once(response, 'close'))
      const pour = (): void => {
        while (!response.destroyed && written < 1e9) {
          written += 65_536
          if (!response.write(Buffer.alloc(65_536))) return
        }
      }
      response.on('drain', pour)
      pour()
    })
    expect(received).toEqual({ taken: false, because: 'refused', status: 500 })
    await Promise.all(closed)
    expect(written).toBeLessThan(1e8)
  })

  test('is unreachable where it closes without an answer, sends headers without end, or speaks something else', async () => {
    const saying = async (words: string) => {
      const port = await listening(
        createPlainServer((socket) => {
          socket.on('error', () => undefined)
          socket.end(words)
        }),
      )
      vi.stubEnv('WEBHOOK_RECEIVER', `http://127.0.0.1:${port}`)
      return sendToReceiver(`http://127.0.0.1:${port}/`, '', {})
    }
    const unreachable = { taken: false, because: 'unreachable' }
    expect(await saying('')).toEqual(unreachable)
    expect(await saying('SSH-2.0-OpenSSH_9.9\r\n')).toEqual(unreachable)
    expect(await saying(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toEqual(unreachable)
    expect(await saying('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')).toEqual(
      unreachable,
    )
  })

  test('is unreachable where nobody listens', async () => {
    const port = await listening(createServer())
    const [one] = open.splice(0)
    one?.server.close()
    vi.stubEnv('WEBHOOK_RECEIVER', `http://127.0.0.1:${port}`)
    expect(await sendToReceiver(`http://127.0.0.1:${port}/`, '', {})).toEqual({ taken: false, because: 'unreachable' })
  })

  test('is that port alone: any other one on this machine is refused, and so is every one where no stage names one', async () => {
    let calls = 0
    const port = await listening(createServer(() => calls++))
    for (const named of [`http://127.0.0.1:${port + 1}`, `https://127.0.0.1:${port}`, '']) {
      vi.stubEnv('WEBHOOK_RECEIVER', named)
      const received = await sendToReceiver(`http://127.0.0.1:${port}/`, '', {})
      expect(received).toEqual({ taken: false, because: 'not-public' })
    }
    expect(calls).toBe(0)
  })
})

describe('a receiver on the internet', () => {
  /** What is connected to, in place of the addresses that the connection was to be made to. */
  type Connection = tls.ConnectionOptions & { readonly lookup?: LookupFunction }

  /** A server for that name, which is reached whatever address is meant; its certificate is trusted, or not. */
  async function atHome({ trusted = true, forHost = host, answer = 204 } = {}) {
    const certificate = certificateFor(forHost)
    const requests: (string | undefined)[] = []
    const port = await listening(
      createSafeServer(certificate, (request, response) => {
        requests.push(request.headers.host)
        response.writeHead(answer).end()
      }),
    )
    const connections: Connection[] = []
    const { connect } = tls
    vi.spyOn(tls, 'connect').mockImplementation((...given: unknown[]) => {
      const options: Connection = Object(given[0])
      connections.push(options)
      const { lookup: _, ...rest } = options
      return connect({ ...rest, host: '127.0.0.1', port, ...(trusted && { ca: certificate.cert }) })
    })
    return { connections, requests }
  }

  /** Where a connection would be made to, asked in both ways in which Node asks. */
  const meant = async ({ lookup: asked }: Connection) => {
    const all = await new Promise((resolve) => asked?.(host, { all: true }, (_, those) => resolve(those)))
    const one = await new Promise((resolve) => asked?.(host, {}, (_, address, family) => resolve([address, family])))
    return { all, one }
  }

  test('is looked up once, and those addresses are connected to, under its own name', async () => {
    lookedUp.mockResolvedValueOnce(found('93.184.216.34', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'))
    const { connections, requests } = await atHome()
    expect(await sendToReceiver(`https://${host}/in`, '{}', {})).toEqual({ taken: true, status: 204 })
    expect(lookedUp).toHaveBeenCalledTimes(1)
    expect(connections).toHaveLength(1)
    expect(connections[0]).toMatchObject({ servername: host })
    expect(requests).toEqual([host])
    for (const connection of connections)
      expect(await meant(connection)).toEqual({
        all: found('93.184.216.34', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'),
        one: ['93.184.216.34', 4],
      })
  })

  test('whose name leads elsewhere the second time it is asked for, is reached where it led the first time', async () => {
    lookedUp.mockResolvedValueOnce(found('93.184.216.34')).mockResolvedValue(found('127.0.0.1'))
    const { connections } = await atHome()
    expect(await sendToReceiver(`https://${host}/in`, '{}', {})).toMatchObject({ taken: true })
    for (const connection of connections) {
      expect((await meant(connection)).all).toEqual(found('93.184.216.34'))
      expect((await meant(connection)).one).toEqual(['93.184.216.34', 4])
    }
    expect(lookedUp).toHaveBeenCalledTimes(1)
    expect(await sendToReceiver(`https://${host}/in`, '{}', {})).toEqual({ taken: false, because: 'not-public' })
    expect(connections).toHaveLength(1)
  })

  test.each([
    ['this machine', ['127.0.0.1']],
    ['this machine, in IPv6', ['::1']],
    ['a private network', ['10.1.2.3']],
    ['the metadata of a cloud', ['169.254.169.254']],
    ['a mapped address', ['::ffff:169.254.169.254']],
    ['both the internet and a private network', ['93.184.216.34', '192.168.1.1']],
  ])('whose name leads to %s is not connected to', async (_, those) => {
    lookedUp.mockResolvedValueOnce(found(...those))
    const { connections } = await atHome()
    expect(await sendToReceiver(`https://${host}/`, '', {})).toEqual({ taken: false, because: 'not-public' })
    expect(connections).toEqual([])
  })

  test.each([
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://169.254.169.254/',
    'https://0x0a000001/',
    'http://93.184.216.34/',
  ])('at %s is not connected to, and nobody is asked', async (url) => {
    const { connections } = await atHome()
    expect(await sendToReceiver(url, '', {})).toEqual({ taken: false, because: 'not-public' })
    expect(connections).toEqual([])
    expect(lookedUp).not.toHaveBeenCalled()
  })

  test('is not found where its name leads nowhere, and not waited for where nobody says where it leads', async () => {
    lookedUp.mockRejectedValueOnce(Object.assign(new Error('ENOTFOUND'), { code: 'ENOTFOUND' }))
    expect(await sendToReceiver(`https://${host}/`, '', {})).toEqual({ taken: false, because: 'not-found' })
    hurry()
    lookedUp.mockReturnValueOnce(new Promise(() => undefined))
    expect(await sendToReceiver(`https://${host}/`, '', {})).toEqual({ taken: false, because: 'timed-out' })
  })

  test('is told nothing where its certificate is nobody’s that is trusted, or another host’s', async () => {
    lookedUp.mockResolvedValue(found('93.184.216.34'))
    const notTrusted = { taken: false, because: 'not-trusted' }
    const stranger = await atHome({ trusted: false })
    expect(await sendToReceiver(`https://${host}/`, '{}', {})).toEqual(notTrusted)
    expect(stranger.requests).toEqual([])
    vi.restoreAllMocks()
    lookedUp.mockResolvedValue(found('93.184.216.34'))
    const other = await atHome({ forHost: 'else.contoso.example' })
    expect(await sendToReceiver(`https://${host}/`, '{}', {})).toEqual(notTrusted)
    expect(other.requests).toEqual([])
  })

  test('is connected to anew each time', async () => {
    lookedUp.mockResolvedValue(found('93.184.216.34'))
    const { connections } = await atHome()
    for (let time = 0; time < 3; time++) await sendToReceiver(`https://${host}/`, '{}', {})
    expect(connections).toHaveLength(3)
    expect(lookedUp).toHaveBeenCalledTimes(3)
  })
})

test('what may be said of an address before anything is sent there', () => {
  for (const url of ['https://hooks.contoso.example/', 'https://93.184.216.34:8443/in', 'https://[2606:4700::1111]/'])
    expect(problemWithReceiver(url)).toBeUndefined()
  for (const url of [
    '',
    'hooks',
    '/in',
    'http://a.example/',
    'https://u:p@a.example/',
    'https://10.0.0.1/',
    'file:///',
  ])
    expect(problemWithReceiver(url)?.split(' ').length).toBeGreaterThan(2)
})
