import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { settings } from './cloud-services-settings.ts'
import { acts, ownActs } from './schedule-acts.ts'
import type { Scenario } from './schedule-recordings.ts'
import type { Tenant } from './world.ts'
import { joinAlso } from './world-changes.ts'
import { coveredCustomer, nameContact, securityAdministrators } from './world-coverage.ts'
import { freshCustomer, freshDraft, freshInvitee, freshPermissionGroup, freshPerson } from './world-fresh.ts'
import { activate, freshEmail, type Person } from './world-people.ts'

/** What people do, of which everything follows that a function of the bus does. Each has organizations of its own. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  'invitations that are sent, sent again, withdrawn, accepted and declined': async (provider) => {
    const [here, elsewhere] = [await freshCustomer(provider), await freshCustomer(provider)]
    const [waits, gone, draft] = [await freshInvitee(here), await freshInvitee(here), await freshDraft(here)]
    const [accepts, declines] = [await freshPerson(elsewhere), await freshPerson(elsewhere)]
    return async (between) => {
      const { invite, confirm, resend, revoke, change, deactivate } = acts(here, between)
      const [again, revoked] = [await invite(), await invite()]
      const [accepted, declined] = [await invite(accepts.email), await invite(declines.email)]
      await invite(freshEmail(), { defaultRole: 'rol_owner' })
      await between.later()
      await resend(again)
      await revoke(revoked)
      await confirm(draft)
      await resend(waits.invitationId)
      await revoke(gone.invitationId)
      await between.later()
      await resend(again)
      await resend(revoked)
      await change(draft, { email: freshEmail() })
      await ownActs(accepts, between).accept(accepted)
      await ownActs(declines, between).decline(declined)
      await between.later()
      await deactivate(waits)
      await acts({ ...here, owner: provider.owner }, between).invite(freshEmail(), {
        defaultRole: 'rol_owner',
        reason: 'The only owner has lost the phone',
      })
    }
  },

  'people who leave, come back, and get another address': async (provider) => {
    const [here, there] = [await freshCustomer(provider), await freshCustomer(provider)]
    const [away, back, gone, anew] = await fourIn(here)
    const [contact, moved, twice, both] = await fourIn(here)
    const also = { ...there, profileId: await joinAlso(both, there.organizationId) }
    return async (between) => {
      const { deactivate, reactivate, remove, change, invite } = acts(here, between)
      await deactivate(away)
      await deactivate(back)
      await remove(gone)
      await remove(anew)
      await between.later()
      await change(contact, { user: false })
      await change(moved, { email: freshEmail() })
      await deactivate(both)
      await acts(there, between).remove(also)
      await remove(twice)
      await between.later()
      await reactivate(back)
      await invite(anew.email)
      await reactivate(both)
      await acts(there, between).invite(twice.email)
      await change(contact, { user: true, confirm: true })
      await between.later()
      await deactivate(back)
      await reactivate(back)
    }
  },

  'sign-in addresses that are changed': async (provider) => {
    const [here, there] = [await freshCustomer(provider), await freshCustomer(provider)]
    const [once, twice, asks, other] = await fourIn(here)
    await joinAlso(once, there.organizationId)
    return async (between) => {
      await ownActs(once, between).move()
      await ownActs(twice, between).move()
      await between.later()
      await ownActs(twice, between).move()
      await ownActs(asks, between).ask()
      await between.later()
      await ownActs(asks, between).ask()
      await ownActs(other, between).ask(asks.email)
    }
  },

  'sign-ins that are reset, and passwords that were forgotten': async (provider) => {
    const [here, there] = [await freshCustomer(provider), await freshCustomer(provider)]
    const [once, twice, through, both] = await fourIn(here)
    const [forgot, forgotLater, out, resetToo] = await fourIn(here)
    for (const person of [both, forgot]) await joinAlso(person, there.organizationId)
    return async (between) => {
      const { reset, signOut } = acts(here, between)
      await reset(through)
      await between.follow('factor.reset')
      await activate(through)
      await reset(once)
      await reset(twice)
      await choosePasswordAnew(forgot)
      await between.later()
      await reset(twice)
      await acts({ ...here, owner: provider.owner }, between).reset(both)
      await signOut(out)
      await choosePasswordAnew(forgotLater)
      await between.later()
      await choosePasswordAnew(forgotLater)
      await choosePasswordAnew(resetToo)
      await reset(resetToo)
    }
  },

  'messages of the provider to several people, to the same ones, and to whoever administers': async (provider) => {
    const here = await freshCustomer(provider)
    const [one, two, three, four] = await fourIn(here)
    return async (between) => {
      const { write } = acts({ ...here, owner: provider.owner }, between)
      await write([one, two, three])
      await write([])
      await between.later()
      await write([one, four])
      await write([two])
    }
  },

  'roles of services that come and go with groups, services and the organization': async (provider) => {
    const here = await freshCustomer(provider)
    const [old, next] = [await freshPermissionGroup(here), await freshPermissionGroup(here)]
    const other = await freshPermissionGroup(here)
    const [one, two, three, four] = await fourIn(here, [old])
    return async (between) => {
      const { enter, leave, give, replace, deactivate, reactivate, remove } = acts(here, between)
      const above = acts({ ...here, owner: provider.owner }, between)
      await above.activate('reports')
      await above.activate('device-fleet')
      await give(old, ['reports:viewer'])
      await between.later()
      await give(old, ['reports:viewer', 'device-fleet:viewer'])
      await give(next, ['device-fleet:operator'])
      await enter(other, one)
      await deactivate(two)
      await between.later()
      await replace(old, next)
      await enter(next, three)
      await give(other, ['reports:viewer'])
      await above.suspend()
      await between.later()
      await above.resume()
      await reactivate(two)
      await leave(other, one)
      await above.pauseService('device-fleet')
      await remove(four)
      await between.later()
      await above.activate('device-fleet')
    }
  },

  'contact roles that are covered, lost by several ways, and covered again': async (provider) => {
    const [here, there] = [await coveredCustomer(provider), await coveredCustomer(provider)]
    const [next, also] = [await freshPerson(here), await freshPerson(there)]
    return async (between) => {
      const { deactivate, reactivate, remove, leave } = acts(here, between)
      const above = acts({ ...there, owner: provider.owner }, between)
      await leave(securityAdministrators, here.technical)
      await deactivate(here.dpo)
      await nameContact(here, next, 'dpo')
      await between.later()
      await remove(here.commercial)
      await reactivate(here.dpo)
      await acts(here, between).invite()
      await above.pauseService('service-desk')
      await between.later()
      await above.activate('service-desk')
      await nameContact(there, also, 'watchlist')
      await acts(there, between).deactivate(also)
      await above.pauseService('secwise-watch')
    }
  },

  'mails that arrive, come back, and are complained of': async (provider) => {
    const [here, elsewhere] = [await freshCustomer(provider), await freshCustomer(provider)]
    const [moved, accepts] = [await freshPerson(here), await freshPerson(elsewhere)]
    const comesBack = () => freshEmail('comes-back.example')
    return async (between) => {
      const { invite, resend, revoke, change, remove } = acts(here, between)
      const [again, revoked] = [await invite(comesBack()), await invite(comesBack())]
      await invite(freshEmail('complains.example'))
      const accepted = await invite(accepts.email)
      await between.later()
      await resend(again)
      await revoke(revoked)
      await change(moved, { email: comesBack() })
      await ownActs(accepts, between).accept(accepted)
      await between.later()
      await change(moved, { email: freshEmail() })
      await invite(freshEmail('complains.example'))
      await remove(moved)
    }
  },

  'an organization that is suspended with invitations on their way, and another that is removed': async (provider) => {
    const [here, removed] = [await freshCustomer(provider), await freshCustomer(provider)]
    const [leaves, draft] = [await freshPerson(here), await freshDraft(removed)]
    return async (between) => {
      await acts(here, between).invite()
      await acts(here, between).invite()
      await acts(here, between).deactivate(leaves)
      await acts(removed, between).confirm(draft)
      await acts(removed, between).invite()
      await between.later()
      await acts({ ...here, owner: provider.owner }, between).suspend()
      await acts({ ...removed, owner: provider.owner }, between).removeIt()
    }
  },
}

type Four = readonly [Person, Person, Person, Person]

async function fourIn(tenant: Pick<Tenant, 'organizationId'>, permissionGroups: readonly string[] = []): Promise<Four> {
  const somebody = () => freshPerson(tenant, { defaultRole: 'rol_viewer', permissionGroups })
  return [await somebody(), await somebody(), await somebody(), await somebody()]
}

/** The hosted page of Cognito sets a new password with a code by mail, and calls our trigger. */
async function choosePasswordAnew({ identityId: userName }: Person): Promise<void> {
  await invoke(await loadHandler('me', 'end-older-sessions'), {
    triggerSource: 'PostConfirmation_ConfirmForgotPassword',
    userPoolId: settings.USER_POOL_ID,
    userName,
  })
}
