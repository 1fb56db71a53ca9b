import { BatchGetItemCommand, type BatchGetItemCommandOutput } from '@aws-sdk/client-dynamodb'
import { constructStack } from '@smithy/core/client'
import { collectBody, HttpRequest, HttpResponse } from '@smithy/core/protocols'
import { getSchemaSerdePlugin } from '@smithy/core/schema'

type Resolving = Parameters<BatchGetItemCommand['resolveMiddleware']>
type Config = Resolving[1]
type Context = Parameters<Resolving[0]['resolve']>[1]

/** What the SDK works out anew for every call, though it comes to the same: where the table is, and how a call of it is signed. */
type Learnt = { readonly request: HttpRequest; readonly context: Context }
const learnt = new WeakMap<Config, Learnt>()

/**
 * BatchGetItem, which every request of ours begins with: the SDK's own command, with its signing, its retries and its errors. A container's
 * first call is sent as the SDK sends it, and what was worked out for it is kept. The calls after it send their input as the JSON that it is,
 * and give the JSON that comes back, where the SDK copies both by its schemas.
 */
export class BatchGet extends BatchGetItemCommand {
  override resolveMiddleware(...[clientStack, config, options]: Resolving) {
    const stack = clientStack.clone()
    const known = learnt.get(config)
    if (!known) {
      stack.add(
        (next, context) => (args) => {
          if (HttpRequest.isInstance(args.request))
            learnt.set(config, { request: HttpRequest.clone(args.request), context })
          return next(args)
        },
        { step: 'serialize', priority: 'low', name: 'learn' },
      )
      return super.resolveMiddleware(stack, config, options)
    }
    stack.remove('httpAuthSchemeMiddleware')
    stack.add(
      (next) => (args) => {
        const request = HttpRequest.clone(known.request)
        request.body = JSON.stringify(args.input)
        return next({ ...args, request })
      },
      { step: 'serialize', name: 'serializerMiddleware', override: true },
    )
    stack.add(
      (next, context) => async (args) => {
        const { response } = await next(args)
        if (!HttpResponse.isInstance(response)) throw new Error('the table was not asked over HTTP')
        if (response.statusCode !== 200) return fail(config, context, args, response)
        const text = (await collectBody(response.body, config)).transformToString()
        const output = text.includes('"B":') ? JSON.parse(text, withBytes) : JSON.parse(text)
        return { response, output: { ...output, $metadata: { httpStatusCode: response.statusCode } } }
      },
      { step: 'deserialize', name: 'deserializerMiddleware', override: true },
    )
    const { requestHandler } = config
    return stack.resolve<this['input'], BatchGetItemCommandOutput>(
      async ({ request }) => requestHandler.handle(request as HttpRequest, options),
      known.context,
    )
  }
}

/** Bytes are base64 on the wire: nothing else stands in a text under `B`, since an attribute of that name is an object with its type. */
const withBytes = (name: string, value: unknown): unknown =>
  name === 'B' && typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value

/** Gives an answer that is no success to the SDK's own reader, which throws what it makes of it. */
async function fail(
  config: Config,
  context: Context,
  args: { readonly input: object; readonly request: unknown },
  response: HttpResponse,
) {
  const stack = constructStack<object, BatchGetItemCommandOutput>()
  stack.use(getSchemaSerdePlugin(config))
  stack.remove('serializerMiddleware')
  return stack.resolve(async () => ({ response }), context)(args)
}
