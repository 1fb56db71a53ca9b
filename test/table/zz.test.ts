import { test } from 'vitest'
import { id } from '../../shared/domain/ids.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { createInvitation } from '../../shared/table/invitation.ts'
import { invite } from '../../shared/table/inviting.ts'
import { keepAnswer } from '../../shared/table/idempotency.ts'
import { createProfile, personalValues } from '../../shared/table/profile.ts'
import { sizeOf } from '../support/capacity.ts'
import { anInvitation, aProfile, doer, email, newId, now, refusals } from '../support/table-fixtures.ts'
test('x', () => {
  const full = aProfile(newId('organization'), { email: email('jan.peeters@contoso.example'), salutation: 'mr', firstName: 'Jan', lastName: 'Peeters', jobTitle: 'IT manager', department: 'IT', phone: '+3215000000', defaultRole: undefined, status: 'draft' })
  const alone = aProfile(newId('organization'), { email: email('jan.peeters@contoso.example') })
  for (const [name, p] of Object.entries({ full, alone })) {
    const ws = [...createProfile(p, refusals), ...invite({ profile: p, created: true, invitationId: newId('invitation'), activityId: newId('activity'), invitationDays: 7, inviter: { principal: doer.principal, identityId: id('identity','idn_01k2r8v6m0q3s5t7w9x1y3z5a7'), organizationId: p.organizationId, profileId: p.profileId }, by: doer, now }),
     recordActivity({ activityId: newId('activity'), organizationId: p.organizationId, action: 'profile.created', at: now, by: { ...doer, origin: { requestId: 'Jx4w5hVmIAMEVJw=', ipAddress: '203.0.113.7', userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36' }}, subject: p.profileId, values: { profile: p, after: personalValues(p) } })]
    for (const w of ws) { const i = w.item.Put?.Item; console.log(name, i?.__edb_e__, i?.sk, sizeOf(i), 'summary', sizeOf(i?.summary), i?.__edb_e__ === 'profile' ? 'entry ' + ['gsi1','gsi2','gsi3'].map(g => sizeOf(Object.fromEntries(['pk','sk',g+'pk',g+'sk','summary','__edb_e__','__edb_v__'].map(k=>[k,i[k]])))) : '') }
    console.log(JSON.stringify(ws.at(-1)?.item.Put?.Item, null, 1))
  }
})
