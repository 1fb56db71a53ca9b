import { MessageRejected, SESClient, SendEmailCommand } from '@aws-sdk/client-ses'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, test } from 'vitest'
import { MailRefused, sendMail } from '../../../shared/platform/mailer.ts'

const ses = mockClient(SESClient)
const tags = { organization: 'org_1', activity: 'act_1', recipient: 'hash_-1' }
const mail = { to: 'mia@contoso.example', subject: 'Zoë invites you', html: '<p>Łoś</p>', text: 'Łoś' }

beforeEach(() => {
  ses.reset()
  ses.on(SendEmailCommand).resolves({ MessageId: 'message-1' })
})

describe('sendMail', () => {
  test('sends one mail to one person from the sender, as HTML and text in UTF-8, with what an event about it is found by, and gives its id', async () => {
    expect(await sendMail(mail, tags)).toBe('message-1')
    const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' })
    expect(ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input)).toEqual([
      {
        Source: process.env.SENDER_ADDRESS,
        Destination: { ToAddresses: ['mia@contoso.example'] },
        ConfigurationSetName: process.env.MAIL_CONFIGURATION_SET,
        Tags: [
          { Name: 'organization', Value: 'org_1' },
          { Name: 'activity', Value: 'act_1' },
          { Name: 'recipient', Value: 'hash_-1' },
        ],
        Message: { Subject: utf8(mail.subject), Body: { Html: utf8(mail.html), Text: utf8(mail.text) } },
      },
    ])
  })

  test('says who gets an answer, where somebody does', async () => {
    await sendMail({ ...mail, replyTo: 'servicedesk@northwind.example' }, tags)
    const [{ args: [{ input }] = [{ input: undefined }] } = {}] = ses.commandCalls(SendEmailCommand)
    expect(input?.ReplyToAddresses).toEqual(['servicedesk@northwind.example'])
  })

  test.each(['Hello\r\nBcc: all@contoso.example', 'Hello\nthere', 'Hello\rthere', '\n'])(
    'sends nothing whose subject has more than one line: %j',
    async (subject) => {
      await expect(sendMail({ ...mail, subject }, tags)).rejects.toThrow('one line')
      expect(ses.calls()).toHaveLength(0)
    },
  )

  test('tells a mail that SES refuses for good from one that may have gone out', async () => {
    ses.on(SendEmailCommand).rejects(new MessageRejected({ $metadata: {}, message: 'Email address is not verified.' }))
    await expect(sendMail(mail, tags)).rejects.toBeInstanceOf(MailRefused)
    ses.on(SendEmailCommand).rejects(new Error('socket hang up'))
    const error: unknown = await sendMail(mail, tags).catch((thrown: unknown) => thrown)
    expect(error).not.toBeInstanceOf(MailRefused)
    expect(error).toMatchObject({ message: 'socket hang up' })
  })

  test('says in what it throws itself neither address nor subject', async () => {
    ses
      .on(SendEmailCommand)
      .rejects(new MessageRejected({ $metadata: {}, message: 'mia@contoso.example is not verified' }))
    await expect(sendMail(mail, tags)).rejects.toMatchObject({ name: 'MailRefused', message: 'SES refused the mail' })
  })
})
