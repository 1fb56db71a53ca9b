import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type BuildResult, buildSync, type Metafile } from 'esbuild'

/** The folder that holds `functions/`. */
export const projectDirectory = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Where each function was bundled to, by `<feature>/<name>`, and what went into it. */
export type Bundles = { readonly directories: ReadonlyMap<string, string>; readonly metafile: Metafile }

/** Packages that a function on Lambda can do without, and the files that stand in for them and say why. */
const standIns = {
  '@aws-sdk/client-dynamodb': standIn('client-dynamodb'),
  '@aws-sdk/credential-provider-node': standIn('credential-provider-node'),
  '@aws-sdk/endpoint-cache': standIn('endpoint-cache'),
  '@aws-sdk/lib-dynamodb': standIn('lib-dynamodb'),
  '@smithy/core/event-streams': standIn('event-streams'),
  'brotli/decompress.js': standIn('brotli'),
  electrodb: standIn('electrodb'),
  jsonschema: standIn('jsonschema'),
}

/** The letters of documents that are kept for years, since a PDF has to bring along its own. */
const fonts = Object.fromEntries(
  ['ttf/DejaVuSans.ttf', 'ttf/DejaVuSans-Bold.ttf', 'LICENSE']
    .map((file) => `node_modules/dejavu-fonts-ttf/${file}`)
    .map((path) => [path, path]),
)

/** What a function reads when it runs: it lies beside its bundle, as it lies beside its source and in `node_modules`. */
const besideBundle: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'contracts/approval-document': fonts,
  'contracts/certificate': fonts,
  'contracts/certify-contract': fonts,
  'docs/index': {
    assets: 'functions/docs/assets',
    'openapi.json': 'shared/contract/openapi.json',
    ...Object.fromEntries(
      ['oauth2-redirect.js', 'swagger-ui-bundle.js', 'swagger-ui.css', 'LICENSE', 'NOTICE']
        .map((file) => `node_modules/swagger-ui-dist/${file}`)
        .map((path) => [path, path]),
    ),
  },
}

const bundled = new Map<string, Bundles>()

/**
 * Bundles every Lambda entry in one run, each into a folder of its own below `outputDirectory`; a second call answers what the
 * first one made. An entry is a file `functions/<feature>/<name>.ts` that exports `handler`.
 */
export function bundleFunctions(outputDirectory: string, from = projectDirectory): Bundles {
  const known = bundled.get(outputDirectory)
  if (known !== undefined) return known
  const entries = findEntries(from)
  const { metafile } = build(entries, outputDirectory, from)
  for (const entry of entries)
    for (const [to, file] of Object.entries(besideBundle[entry] ?? {}))
      cpSync(`${from}/${file}`, `${outputDirectory}/${entry}/${to}`, { recursive: true })
  const directories = new Map(entries.map((entry) => [entry, `${outputDirectory}/${entry}`]))
  const bundles = { directories, metafile }
  bundled.set(outputDirectory, bundles)
  return bundles
}

function build(entries: readonly string[], outdir: string, from: string): BuildResult<{ metafile: true }> {
  return buildSync({
    absWorkingDir: from,
    entryPoints: Object.fromEntries(entries.map((entry) => [`${entry}/index`, `functions/${entry}.ts`])),
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The SDK and others publish both forms; the module form is what can be shaken down to what is used.
    mainFields: ['module', 'main'],
    // CommonJS dependencies ask for Node's own modules with `require`, which a module has to make for them.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    alias: standIns,
    define: { 'process.env.NODE_ENV': '"production"' },
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    // Beside the bundle, for whoever has to read a stack trace; never deployed.
    sourcemap: 'external',
    metafile: true,
    logLevel: 'warning',
  })
}

function findEntries(from: string): string[] {
  return readdirSync(`${from}/functions`, { withFileTypes: true })
    .filter((feature) => feature.isDirectory())
    .flatMap((feature) =>
      readdirSync(`${from}/functions/${feature.name}`)
        .filter((file) => file.endsWith('.ts'))
        .filter((file) =>
          /^export (?:const|(?:async )?function) handler\b/m.test(
            readFileSync(`${from}/functions/${feature.name}/${file}`, 'utf8'),
          ),
        )
        .map((file) => `${feature.name}/${file.slice(0, -'.ts'.length)}`),
    )
    .sort()
}

function standIn(file: string): string {
  return fileURLToPath(new URL(`stand-ins/${file}.ts`, import.meta.url))
}
