import { randomUUID } from 'node:crypto'
import type { OperationId } from '../../shared/contract/routes.ts'
import { linkTo } from './cloud-services-mail.ts'
import { send } from './gateway.ts'
import { type Request, succeed } from './gateway-call.ts'
import type { Between } from './schedule-recordings.ts'
import type { Tenant } from './world.ts'
import { freshEmail, type Person } from './world-people.ts'

export type Someone = Pick<Person, 'organizationId' | 'profileId'>

/** What somebody does in an organization, one call an act; between two of them something else may happen. */
export function acts(
  { organizationId, owner: by }: Pick<Tenant, 'organizationId' | 'owner'>,
  { pause }: Pick<Between, 'pause'>,
) {
  const act = async <Id extends OperationId>(
    operationId: Id,
    params: object = {},
    request: Omit<Request, 'by'> = {},
  ) => {
    const reply = await succeed(operationId, { by, params: { organizationId, ...params }, ...request })
    await pause()
    return reply
  }
  const onPerson = (operationId: OperationId) => (who: Someone) => act(operationId, idOf(who))
  const onGroupAnd = (operationId: OperationId) => (permissionGroupId: string, who: Someone) =>
    act(operationId, { ...idOf(who), permissionGroupId })
  const onService = (operationId: OperationId) => (service: string) => act(operationId, { service })
  const onInvitation = (operationId: OperationId) => (invitationId: string) => act(operationId, { invitationId })
  return {
    invite: async (email = freshEmail(), grants: object = { defaultRole: 'rol_viewer' }) => {
      const { items } = await act('inviteUsers', {}, { body: { addresses: [email], ...grants } })
      return items[0]?.invitationId ?? ''
    },
    confirm: ({ profileId }: Someone) => act('inviteUsers', {}, { body: { profileIds: [profileId] } }),
    resend: (invitationId: string) => act('resendInvitation', { invitationId }, { body: {} }),
    revoke: onInvitation('revokeInvitation'),
    deactivate: onPerson('deactivateProfile'),
    reactivate: onPerson('reactivateProfile'),
    remove: onPerson('removeProfile'),
    signOut: onPerson('signOutProfile'),
    reset: onPerson('resetMfa'),
    change: async (who: Someone, body: object) => {
      const { version } = await succeed('getProfile', { by, params: { organizationId, ...idOf(who) } })
      await act('changeProfile', idOf(who), { headers: { 'if-match': `"${version}"` }, body })
    },
    enter: onGroupAnd('addPermissionGroupMember'),
    leave: onGroupAnd('removePermissionGroupMember'),
    give: async (permissionGroupId: string, applicationRoles: readonly string[]) => {
      const { version } = await succeed('getPermissionGroup', { by, params: { organizationId, permissionGroupId } })
      await act(
        'changePermissionGroup',
        { permissionGroupId },
        { headers: { 'if-match': `"${version}"` }, body: { applicationRoles } },
      )
    },
    replace: (permissionGroupId: string, replaceWith: string) =>
      act('removePermissionGroup', { permissionGroupId }, { query: { replaceWith } }),
    activate: onService('activateService'),
    pauseService: onService('deactivateService'),
    write: (addressees: readonly Someone[]) => {
      // Two messages that say the same would be two mails that are the same.
      const subject = { en: `Message ${randomUUID()}` }
      const body = addressees.length > 0 && { addressees: addressees.map(({ profileId }) => profileId) }
      const category = body ? 'service-desk' : 'incident'
      return act('sendNotification', {}, { body: { category, subject, text: subject, ...body } })
    },
    suspend: () => act('suspendOrganization'),
    resume: () => act('resumeOrganization'),
    removeIt: () => act('removeOrganization'),
  }
}

/** What somebody does about themselves. */
export function ownActs(by: Person, { pause, follow }: Pick<Between, 'pause' | 'follow'>) {
  const act = async (operationId: OperationId, request: Request) => {
    await succeed(operationId, { by, ...request })
    await pause()
  }
  const ask = (email = freshEmail('adatum.example')) => act('changeMyEmail', { body: { email } })
  return {
    accept: (invitationId: string) =>
      act('acceptInvitation', { params: { invitationId }, body: { firstName: 'Robin', lastName: 'Claes' } }),
    decline: (invitationId: string) => act('declineInvitation', { params: { invitationId }, body: {} }),
    ask,
    /** Asks for another address, waits for the mail there, and confirms it. */
    move: async () => {
      const email = freshEmail('adatum.example')
      await ask(email)
      await follow('sign-in-address.change-requested')
      const { status } = await send({ method: 'POST', path: linkTo(email), form: {} })
      if (status !== 200) throw new Error(`the page behind the link answered ${status}`)
      await pause()
    },
  }
}

const idOf = ({ profileId }: Someone) => ({ profileId })
