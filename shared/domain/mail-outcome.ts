/** What the other side made of a mail that SES took: it arrived, it came back for good, or its reader called it unwanted. */
export const mailOutcomes = ['delivered', 'bounced', 'complained'] as const
export type MailOutcome = (typeof mailOutcomes)[number]

/** The outcomes that this one outweighs, whichever was heard of first: a mail that came back after all did not stay delivered. */
export const outweighedBy = (outcome: MailOutcome): readonly MailOutcome[] =>
  mailOutcomes.slice(0, mailOutcomes.indexOf(outcome))
