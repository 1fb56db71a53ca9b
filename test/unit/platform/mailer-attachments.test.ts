import { MessageRejected, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { mockClient } from 'aws-sdk-client-mock'
import PostalMime from 'postal-mime'
import { beforeEach, describe, expect, test } from 'vitest'
import { MailRefused } from '../../../shared/platform/mailer.ts'
import { sendMailWith } from '../../../shared/platform/mailer-attachments.ts'

const ses = mockClient(SESClient)
const tags = { organization: 'org_1', activity: 'act_1', recipient: 'hash_-1' }
const mail = { to: 'mia@contoso.example', subject: 'Zoë decided: Łoś', html: '<p>Łoś</p>', text: 'Łoś\n' }
const content = Buffer.from(Array.from({ length: 600 }, (_, at) => at % 256))
const certificate = { fileName: 'M7QX-3Z9B.pdf', mediaType: 'application/pdf', content }
const send = sendMailWith([certificate])

beforeEach(() => {
  ses.reset()
  ses.on(SendRawEmailCommand).resolves({ MessageId: 'message-1' })
})

const sent = () => ses.commandCalls(SendRawEmailCommand).map(({ args }) => args[0].input)
const read = async () => PostalMime.parse(sent()[0]?.RawMessage?.Data ?? '')

describe('sendMailWith', () => {
  test('sends one mail to one person from the sender, with what an event about it is found by, and gives its id', async () => {
    expect(await send(mail, tags)).toBe('message-1')
    expect(sent()).toMatchObject([
      {
        Source: process.env.SENDER_ADDRESS,
        Destinations: ['mia@contoso.example'],
        ConfigurationSetName: process.env.MAIL_CONFIGURATION_SET,
        Tags: [
          { Name: 'organization', Value: 'org_1' },
          { Name: 'activity', Value: 'act_1' },
          { Name: 'recipient', Value: 'hash_-1' },
        ],
      },
    ])
    const { from, to, cc, bcc, replyTo, subject, html, text } = await read()
    expect([from?.address, to?.map(({ address }) => address), cc, bcc, replyTo]).toEqual([
      process.env.SENDER_ADDRESS,
      ['mia@contoso.example'],
      undefined,
      undefined,
      undefined,
    ])
    expect([subject, html?.trim(), text?.trim()]).toEqual([mail.subject, mail.html, 'Łoś'])
  })

  test('carries the file byte by byte, under its name and its type', async () => {
    await send(mail, tags)
    const { attachments } = await read()
    expect(
      attachments.map(({ filename, mimeType, disposition, content }) => ({
        filename,
        mimeType,
        disposition,
        content: Buffer.from(content as ArrayBuffer),
      })),
    ).toEqual([{ filename: 'M7QX-3Z9B.pdf', mimeType: 'application/pdf', disposition: 'attachment', content }])
  })

  test('says who gets an answer, where somebody does', async () => {
    await send({ ...mail, replyTo: 'servicedesk@northwind.example' }, tags)
    expect((await read()).replyTo?.map(({ address }) => address)).toEqual(['servicedesk@northwind.example'])
  })

  test.each(["o'brien&sons@contoso.example", '{a}|b`c=d/e?f!g@contoso.example', 'mia+x@xn--bcher-kva.example'])(
    'writes an address of unusual characters as it is: %s',
    async (to) => {
      await send({ ...mail, to, replyTo: to }, tags)
      const written = await read()
      expect(sent()[0]?.Destinations).toEqual([to])
      expect([written.to?.[0]?.address, written.replyTo?.[0]?.address]).toEqual([to, to])
    },
  )

  test.each(['Hello\r\nBcc: all@contoso.example', 'Hello\nthere', 'Hello\rthere', '\n'])(
    'sends nothing whose subject has more than one line: %j',
    async (subject) => {
      await expect(send({ ...mail, subject }, tags)).rejects.toThrow('one line')
      expect(ses.calls()).toHaveLength(0)
    },
  )

  test('tells a mail that SES refuses for good from one that may have gone out', async () => {
    ses.on(SendRawEmailCommand).rejects(new MessageRejected({ $metadata: {}, message: 'mia@contoso.example: no' }))
    const refused: unknown = await send(mail, tags).catch((thrown: unknown) => thrown)
    expect(refused).toBeInstanceOf(MailRefused)
    expect(refused).toMatchObject({ message: 'SES refused the mail' })
    ses.on(SendRawEmailCommand).rejects(new Error('socket hang up'))
    const lost: unknown = await send(mail, tags).catch((thrown: unknown) => thrown)
    expect(lost).not.toBeInstanceOf(MailRefused)
    expect(lost).toMatchObject({ message: 'socket hang up' })
  })
})
