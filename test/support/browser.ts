import { mkdirSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest'
import type { BrowserProgram } from './browser-program.ts'
import { deployed } from './deployed.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    browserProgram: BrowserProgram
  }
}

let browser: Browser
let windows: BrowserContext[] = []
/** Those in which no scripts run. */
const withoutScripts = new WeakSet<BrowserContext>()
/** What a page should not have done: errors on its console, refusals by its policy, requests to somebody else. */
let complaints: string[] = []

beforeAll(async () => {
  const program = inject('browserProgram')
  browser = await chromium.launch(
    program === 'installed'
      ? { channel: 'chrome' }
      : {
          executablePath: program.executablePath,
          env: { ...process.env, ...program.environment },
          // It is root in many a container, where Chromium starts without its sandbox only; what it opens is our own.
          args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
        },
  )
})

afterEach(async () => {
  await Promise.all(windows.map((window) => window.close()))
  windows = []
  const complained = complaints
  complaints = []
  expect(complained).toEqual([])
})

afterAll(() => browser.close())

export const wide = { width: 1280, height: 900 }
export const phone = { width: 360, height: 780 }

/** Who opens a page: in which language, on which screen, and whether their browser runs scripts. */
type Reader = {
  readonly language?: string
  readonly screen?: { readonly width: number; readonly height: number }
  readonly scripts?: boolean
}

/** Opens an address in a window of its own, which nobody has used before. */
export async function open(address: string | URL, reader: Reader = {}): Promise<Page> {
  const page = await newPage(reader)
  await page.goto(String(address))
  return page
}

/** A window in which `setContent` shows pages and mails as they are written, without the deployment. */
export const openNothing = (): Promise<Page> => newPage({})

async function newPage({ language = 'en', screen = wide, scripts = true }: Reader): Promise<Page> {
  const window = await browser.newContext({
    locale: language,
    viewport: screen,
    javaScriptEnabled: scripts,
    reducedMotion: 'reduce',
  })
  windows.push(window)
  if (!scripts) withoutScripts.add(window)
  window.setDefaultTimeout(15_000)
  window.on('page', watch)
  return window.newPage()
}

const ours = [deployed.ApiUrl, deployed.HostedUiUrl, deployed.mailboxUrl].map((address) => new URL(address).origin)

const withoutFragment = (address: string) => address.split('#')[0]

function watch(page: Page): void {
  page.on('pageerror', (error) => complaints.push(`${error}`))
  page.on('console', (message) => {
    // That a page came with a status such as 410 is what it is there to say; a call's status, what it was made for.
    const { url } = message.location()
    const isAnswer = withoutFragment(url) === withoutFragment(page.url()) || url.startsWith(`${deployed.ApiUrl}/v1/`)
    if (isAnswer && message.text().startsWith('Failed to load resource')) return
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol !== 'data:' && !ours.includes(origin)) complaints.push(`asks ${request.url()}`)
  })
}

/**
 * Holds what every page and every mail promises, on a screen in light colours and on a phone in dark ones: axe finds nothing, nothing
 * has to be scrolled sideways, one heading of the first level says what it is. Pictures go to the folder that ROLECALL_PICTURES names.
 */
export async function expectGoodPage(shown: Page, name: string): Promise<void> {
  const page = withoutScripts.has(shown.context()) ? await copyOf(shown) : shown
  expect(await page.getByRole('heading', { level: 1 }).count(), name).toBe(1)
  const screen = page.viewportSize() ?? wide
  for (const [look, viewport, colorScheme] of [
    ['wide', wide, 'light'],
    ['phone', phone, 'dark'],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await expectToFit(page, viewport, `${name} ${look}`)
    const { violations } = await new AxeBuilder({ page })
      // No page has frames; where axe need not look for any, it takes less than half as long.
      .setLegacyMode()
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze()
    const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
    expect(found, `${name}, ${look}`).toEqual([])
  }
  await page.setViewportSize(screen)
  await page.emulateMedia({ colorScheme: 'light' })
}

/** What judges a page is a script itself. */
async function copyOf(page: Page): Promise<Page> {
  const copy = await openNothing()
  await copy.setContent(await page.content())
  return copy
}

/** Holds that nothing has to be scrolled sideways on a screen. */
export async function expectToFit(page: Page, screen: { width: number; height: number }, name: string): Promise<void> {
  await page.setViewportSize(screen)
  await takePicture(page, name)
  expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBe(screen.width)
}

async function takePicture(page: Page, name: string): Promise<void> {
  const folder = process.env.ROLECALL_PICTURES
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: `${folder}/${name.replaceAll(' ', '-')}.png`, fullPage: true })
}

const mostKeys = 40

/** Goes there with the Tab key alone, as somebody does who has no mouse, and sees that it has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const focused = target.and(page.locator(':focus'))
  for (let keys = 0; keys < mostKeys && (await focused.count()) === 0; keys++) await page.keyboard.press('Tab')
  expect(await focused.count(), `${target} is reached with ${mostKeys} keys`).toBe(1)
  expect(
    await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'),
    `${target} shows its focus`,
  ).not.toBe('none')
}

/** Goes to a field with the Tab key, and types. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field)
  await page.keyboard.type(text)
}

/** Waits for the page with that heading, and answers its main part as people read it. */
export async function readPage(page: Page, heading: string): Promise<string> {
  await page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor()
  return page.getByRole('main').innerText()
}
