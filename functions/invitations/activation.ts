import { invitationPages } from '../../shared/contract/invitation-pages.ts'
import { pageFunction } from '../../shared/frame/page-function.ts'
import { askForInvitation } from './ask-for-invitation.ts'
import { enrolFactor } from './enrol-factor.ts'
import { setPassword } from './set-password.ts'
import { showActivation } from './show-activation.ts'

export const handler = pageFunction(invitationPages, { showActivation, setPassword, enrolFactor, askForInvitation })
