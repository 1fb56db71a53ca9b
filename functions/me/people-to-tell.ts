import type { MailBlock } from '../../shared/frame/mail-layout.tsx'

/** An administrator, as a mail names them. */
export type PersonToTell = {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly email: string
}

/** Whom to tell that it was somebody else, with their addresses; nothing where there is nobody. */
export function peopleToTell(people: readonly PersonToTell[]): readonly MailBlock[] {
  if (people.length === 0) return []
  const nameOf = ({ firstName, lastName, email }: PersonToTell) =>
    [firstName, lastName].filter((name) => name !== undefined).join(' ') || email
  return [{ kind: 'facts', rows: people.map((one) => ({ label: nameOf(one), value: one.email })) }]
}
