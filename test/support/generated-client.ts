import { registerHooks } from 'node:module'

/**
 * The generator draws its output with TypeScript's own printer, which TypeScript 7 no longer has as JavaScript. It is given that of
 * TypeScript 6, from a package that brings nothing called `tsc` along.
 */
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'typescript' && context.parentURL?.includes('/openapi-typescript/')
      ? next('@ts-morph/common/dist/typescript.js', context)
      : next(specifier, context),
})

/** What openapi-typescript makes of an OpenAPI document: the types of a client, as the text of a module. */
export async function clientOf(document: object): Promise<string> {
  const { default: generate, astToString } = await import('openapi-typescript')
  return astToString(await generate(JSON.stringify(document)))
}
