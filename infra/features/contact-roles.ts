import { feature } from '../constructs/feature.ts'

/** Contact roles: who officially stands for what, and whether anything is not covered. */
export const contactRoles = feature('contact-roles', ({ serves }) => {
  serves('index', { lost: 'Nobody can be named contact, and nobody sees which contact roles are not covered.' })
})
