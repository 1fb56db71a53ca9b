import { create } from 'qrcode'
import { describe, expect, test } from 'vitest'
import { factorPage, passwordPage } from '../../../functions/invitations/activation-pages.tsx'
import { activationTexts } from '../../../functions/invitations/activation-texts.ts'
import { type LinkEnd, linkEndPage, statusOfLinkEnd } from '../../../functions/invitations/link-end-page.tsx'
import { languages } from '../../../shared/domain/language.ts'
import { addresses, endsOf, enrolment, moment, ordinary, pagesOf, timeZone } from '../../support/activation-samples.ts'
import { readHtml } from '../../support/read-html.ts'

const { formAction, activationUrl, askAction, signInUrl } = addresses

const titleOf = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1]

describe.each(languages)('every page in %s', (language) => {
  describe.each([...pagesOf(language, ordinary)])('%s', (_, html) => {
    const { tags, text } = readHtml(html)
    const named = (name: string) => tags.filter((tag) => tag.name === name)

    test('runs nothing and needs no style attribute', () => {
      expect(named('script')).toEqual([])
      const forbidden = tags
        .flatMap(({ attributes }) => Object.keys(attributes))
        .filter((key) => /^on|^style$/.test(key))
      expect(forbidden).toEqual([])
      expect(text + JSON.stringify(tags)).not.toContain('javascript:')
    })

    test('leads nowhere but where it was told', () => {
      const told = [...Object.values(addresses), enrolment.otpauthUri]
      for (const { name, attributes } of tags) {
        const { href, src, action } = attributes
        for (const address of [href, src, action]) {
          if (address === undefined || address.startsWith('#')) continue
          if (name === 'link') expect(address).toMatch(/^data:image\/svg\+xml,/)
          else expect(told).toContain(address)
        }
      }
      expect(text).not.toContain('://')
    })

    test('has one main part, one heading, and a label for everything to be filled in', () => {
      expect(named('main')).toHaveLength(1)
      expect(named('h1')).toHaveLength(1)
      const labels = named('label').map(({ attributes }) => attributes.for)
      const inputs = named('input').filter(({ attributes }) => attributes.type !== 'hidden')
      expect(labels).toEqual(inputs.map(({ attributes }) => attributes.id))
    })

    test('tells every error where it belongs', () => {
      const ids = tags.map(({ attributes }) => attributes.id)
      for (const { attributes } of named('a')) {
        if (attributes.href?.startsWith('#')) expect(ids).toContain(attributes.href.slice(1))
      }
    })

    test('sends what it sends by POST', () => {
      for (const { attributes } of named('form')) expect(attributes.method).toBe('post')
    })
  })

  test.each(['organizationName', 'inviterName', 'email', 'appName', 'firstName', 'lastName'] as const)(
    'escapes the %s wherever it stands',
    (prop) => {
      const hostile = `<b>"&'${prop}`
      let found = 0
      for (const [, html] of pagesOf(language, { ...ordinary, [prop]: hostile })) {
        const { tags, text } = readHtml(html)
        expect(tags.some(({ name }) => name === 'b')).toBe(false)
        const values = tags.flatMap(({ attributes }) => Object.values(attributes))
        found += [text, ...values].filter((value) => value.includes(hostile)).length
      }
      expect(found).toBeGreaterThan(0)
    },
  )

  test('names two authenticator apps and the rule for passwords before the password is chosen', () => {
    const { text } = readHtml(pagesOf(language, ordinary).get('password') ?? '')
    expect(text).toContain('Microsoft Authenticator')
    expect(text).toContain('Google Authenticator')
    expect(text).toMatch(/\b12\b/)
  })

  test('says who invites, and leaves nothing out when nobody is named', () => {
    const pages = pagesOf(language, ordinary)
    expect(pages.get('password')).toContain('Mia Jansen')
    const unnamed = readHtml(pages.get('password, with names') ?? '').text
    expect(unnamed).toContain('Contoso')
    expect(unnamed).not.toContain('undefined')
  })
})

describe('translations', () => {
  test.each(['nl', 'fr', 'de'] as const)('no page in %s has its heading in English', (language) => {
    const english = pagesOf('en', ordinary)
    for (const [name, html] of pagesOf(language, ordinary)) {
      expect(titleOf(html)).not.toBe(titleOf(english.get(name) ?? ''))
    }
  })
})

describe('the password page', () => {
  const asked = { language: 'en', ...ordinary, formAction } as const
  const inputsOf = (html: string) =>
    new Map(
      readHtml(html)
        .tags.filter(({ name }) => name === 'input')
        .map(({ attributes }) => [attributes.name, attributes]),
    )

  test('lets a password manager file the new password under the address', () => {
    const inputs = inputsOf(passwordPage({ ...asked, askForName: false }))
    expect([...inputs.keys()]).toEqual(['username', 'password'])
    expect(inputs.get('username')).toMatchObject({ value: ordinary.email, autocomplete: 'username', readonly: '' })
    expect(inputs.get('password')).toMatchObject({ type: 'password', autocomplete: 'new-password', minlength: '12' })
  })

  test('asks for the name only where it is missing', () => {
    const inputs = inputsOf(passwordPage({ ...asked, askForName: true, values: { firstName: 'Jan' } }))
    expect([...inputs.keys()]).toEqual(['firstName', 'lastName', 'username', 'password'])
    expect(inputs.get('firstName')).toMatchObject({ value: 'Jan', autocomplete: 'given-name' })
    expect(inputs.get('lastName')).toMatchObject({ autocomplete: 'family-name' })
  })

  test('never shows a password again, even if it is handed one', () => {
    const fields = { firstName: 'Jan', password: 'correct horse battery staple' }
    const html = passwordPage({ ...asked, askForName: true, values: fields, errors: { password: 'refused' } })
    expect(html).not.toContain(fields.password)
  })

  test.each(languages)('says each fault in words of its own, at its field and above: %s', (language) => {
    const { password, firstName, lastName } = activationTexts[language].faults
    for (const [field, texts] of Object.entries({ password, firstName, lastName })) {
      expect(new Set(Object.values(texts)).size).toBe(Object.keys(texts).length)
      for (const [fault, text] of Object.entries(texts)) {
        const html = passwordPage({ ...asked, language, askForName: true, errors: { [field]: fault } })
        expect(readHtml(html).text.split(text)).toHaveLength(3)
        expect([...inputsOf(html)].filter(([, input]) => input['aria-invalid']).map(([name]) => name)).toEqual([field])
      }
    }
  })
})

describe('the factor page', () => {
  const asked = {
    language: 'en',
    appName: 'Rolecall',
    organizationName: 'Contoso',
    signInEmail: 'jan@contoso.example',
    attempt: 'att_01k2r8v6m0q3s5t7w9x1y3z5a9',
    formAction,
    activationUrl,
  } as const

  test('shows the key as it is, in fours, with a link for phones', () => {
    const html = factorPage({ ...asked, enrolment })
    const key = /<code class="key" id="totp-key">(.*?)<\/code>/.exec(html)?.[1] ?? ''
    expect(key.replaceAll(/<[^>]*>/g, '')).toBe(enrolment.totpKey)
    expect(key.match(/<span>.{1,4}<\/span>/g)).toHaveLength(9)
    const hrefs = readHtml(html).tags.map(({ attributes }) => attributes.href)
    expect(hrefs).toContain(enrolment.otpauthUri)
  })

  test('draws the QR code of the otpauth address, with its white margin and a name', () => {
    const { tags } = readHtml(factorPage({ ...asked, enrolment }))
    const at = tags.findIndex(({ attributes }) => attributes.role === 'img')
    expect(tags[at]?.attributes['aria-label']).toContain('jan@contoso.example')
    const drawn = tags[at + 2]?.attributes.d ?? ''
    const { modules } = create(enrolment.otpauthUri, { errorCorrectionLevel: 'M' })
    const expected = Array.from({ length: modules.size ** 2 }, (_, cell) => [
      Math.floor(cell / modules.size),
      cell % modules.size,
    ])
      .filter(([row = 0, column = 0]) => modules.get(row, column))
      .map(([row = 0, column = 0]) => `M${column + 4} ${row + 4}h1v1h-1z`)
    expect(drawn).toBe(expected.join(''))
    expect(tags[at]?.attributes.viewBox).toBe(`0 0 ${modules.size + 8} ${modules.size + 8}`)
  })

  test('asks for six digits that a phone offers by itself, and sends the attempt along', () => {
    const { tags } = readHtml(factorPage({ ...asked, enrolment }))
    const inputs = tags.filter(({ name }) => name === 'input').map(({ attributes }) => attributes)
    expect(inputs[0]).toMatchObject({ type: 'hidden', name: 'attempt', value: asked.attempt })
    expect(inputs[1]).toMatchObject({ name: 'code', inputmode: 'numeric', autocomplete: 'one-time-code' })
    const pattern = new RegExp(`^(?:${inputs[1]?.pattern})$`, 'v')
    for (const good of ['123456', '123 456', ' 123456 ']) expect(good).toMatch(pattern)
    for (const bad of ['12345', '1234567', '12345a', '']) expect(bad).not.toMatch(pattern)
  })

  test.each(languages)('after a wrong code shows no key, and leads back to the password: %s', (language) => {
    const html = factorPage({ ...asked, language, error: 'wrong', triesLeft: 3 })
    expect(html).not.toContain('totp-key')
    expect(html).not.toContain('otpauth:')
    expect(html).not.toContain(enrolment.totpKey.slice(0, 4))
    const { tags, text } = readHtml(html)
    expect(tags.some(({ attributes }) => attributes.role === 'img')).toBe(false)
    expect(tags.some(({ attributes }) => attributes.href === activationUrl)).toBe(true)
    expect(text).toContain(activationTexts[language].faults.code.wrong)
    expect(text).toContain('3')
  })

  test('says how many tries are left, and nothing where it is not known', () => {
    expect(factorPage({ ...asked, error: 'wrong', triesLeft: 1 })).toContain('one more try')
    expect(factorPage({ ...asked, error: 'wrong', triesLeft: 2 })).toContain('2 more tries')
    expect(factorPage({ ...asked, error: 'malformed' })).not.toMatch(/more tr/)
  })
})

describe('the end of a link', () => {
  const actionsOf = (end: LinkEnd) =>
    readHtml(linkEndPage({ language: 'en', appName: 'Rolecall', ...end }))
      .tags.filter(({ name }) => name === 'a' || name === 'form')
      .map(({ name, attributes }) => [name, attributes.href ?? attributes.action])

  test('leads to signing in, to starting again, or nowhere', () => {
    const actions = Object.fromEntries(endsOf(ordinary).map((end) => [end.end, actionsOf(end)]))
    expect(actions).toEqual({
      used: [['a', signInUrl]],
      replaced: [],
      expired: [],
      asked: [],
      revoked: [],
      declined: [],
      unknown: [],
      'sign-in-instead': [['a', signInUrl]],
      busy: [['a', activationUrl]],
      'start-again': [['a', activationUrl]],
      'too-many-codes-in-attempt': [['a', activationUrl]],
      'too-many-codes-in-link': [],
      'organization-suspended': [],
    })
  })

  test('has its own heading each', () => {
    for (const language of languages) {
      const titles = endsOf(ordinary).map((end) => titleOf(linkEndPage({ language, appName: 'Rolecall', ...end })))
      expect(new Set(titles).size).toBe(titles.length)
    }
  })

  test('offers a form to ask for a new link only where there is one', () => {
    const expired = { end: 'expired', organizationName: 'Contoso', expiredAt: moment, timeZone } as const
    expect(actionsOf(expired)).toEqual([])
    expect(actionsOf({ ...expired, askAction })).toEqual([['form', askAction]])
  })

  test('names the inviter, or an administrator where nobody is named', () => {
    const text = (inviterName?: string) =>
      readHtml(
        linkEndPage({ language: 'en', appName: 'Rolecall', end: 'revoked', organizationName: 'Contoso', inviterName }),
      ).text
    expect(text('Mia Jansen')).toContain('ask Mia Jansen.')
    expect(text()).toContain('ask an administrator of Contoso.')
  })

  test.each([
    ['en', 'Monday, 6 July 2026 at 00:30 (Central European Summer Time)'],
    ['nl', 'maandag 6 juli 2026 om 00:30 (Midden-Europese zomertijd)'],
    ['fr', 'lundi 6 juillet 2026 à 00:30 (heure d’été d’Europe centrale)'],
    ['de', 'Montag, 6. Juli 2026 um 00:30 (Mitteleuropäische Sommerzeit)'],
  ] as const)('says when, in %s and with the time zone', (language, when) => {
    const organizationName = 'Contoso'
    const replaced = linkEndPage({
      language,
      appName: 'R',
      end: 'replaced',
      organizationName,
      sentAgainAt: moment,
      timeZone,
    })
    const expired = linkEndPage({
      language,
      appName: 'R',
      end: 'expired',
      organizationName,
      expiredAt: moment,
      timeZone,
    })
    expect(readHtml(replaced).text).toContain(when)
    expect(readHtml(expired).text).toContain(when)
  })

  test('tells a stranger nothing: an unknown link is 404 and names nobody', () => {
    expect(statusOfLinkEnd.unknown).toBe(404)
    const { text } = readHtml(linkEndPage({ language: 'en', appName: 'Rolecall', end: 'unknown' }))
    expect(text).not.toContain('Contoso')
  })
})
