import * as z from 'zod'
import { isProblemCode, problems } from '../domain/problems.ts'

/** Every problem code, in the order of the catalogue. */
export const problemCodes = Object.keys(problems).filter(isProblemCode)

/** The code of a problem: the word by which programs decide. */
export const ProblemCodeText = z.enum(problemCodes).meta({
  id: 'ProblemCode',
  description: [
    'Never changes its meaning; decide by it.',
    ...problemCodes.map(
      (code) => `- \`${code}\` (${problems[code].status}): ${problems[code].title}. ${problems[code].advice}`,
    ),
  ].join('\n'),
})

const FieldError = z
  .strictObject({
    pointer: z.string().meta({
      description: 'The field: `#/addresses/0` in the body, `query#/limit` in the query, `header#/Idempotency-Key`',
    }),
    code: z.string(),
    detail: z.string(),
  })
  .meta({ id: 'FieldError' })

/** A problem document (RFC 9457) as every error answers it. */
export const ProblemDocument = z
  .strictObject({
    type: z.url().meta({ description: 'A page that explains the code and what to do' }),
    title: z.string(),
    status: z.int(),
    code: ProblemCodeText,
    detail: z.string(),
    requestId: z.string().meta({ description: 'Names the call to whoever runs this service' }),
    errors: z.array(FieldError).optional().meta({ description: 'Every field that is wrong' }),
  })
  .meta({ id: 'Problem', description: 'What went wrong, and what to do next (RFC 9457)' })
