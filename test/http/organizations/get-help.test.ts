import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type Tenant, type World } from '../../support/world.ts'
import { freshCustomer } from '../../support/world-fresh.ts'

provesOperation('getHelp')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const helpOf = ({ organizationId, owner }: Tenant) => succeed('getHelp', { by: owner, params: { organizationId } })
async function say({ organizationId, owner: by }: Tenant, help: object | null) {
  const params = { organizationId }
  const { version } = await succeed('getOrganization', { by, params })
  await succeed('changeOrganization', { by, params, headers: { 'if-match': `"${version}"` }, body: { help } })
}
const entry = (more: object) => ({ name: null, email: null, phone: null, url: null, ...more })

describe('getHelp', () => {
  test('200 with each entry whole from the nearest that says it: here, the parent, the provider', async () => {
    const reseller = await addCustomer(world.provider, 'Help Reseller')
    const shop = await freshCustomer(reseller, 'Help Shop')
    const nobody = { customerSuccessManager: null, serviceDesk: null, chat: null, securityOperations: null }
    expect(await helpOf(shop)).toEqual(nobody)

    const { provider } = world
    await say(provider, {
      customerSuccessManager: { name: 'Ada Peeters' },
      serviceDesk: { name: 'Northwind Service Desk', phone: '+3215000000' },
      chat: { url: 'https://chat.northwind.example/support' },
      securityOperations: { name: 'Northwind SOC', phone: '+3215000009' },
    })
    await say(reseller, { serviceDesk: { email: 'desk@fabrikam.example' } })
    await say(shop, { chat: { name: 'Ann' } })
    const from = ({ organizationId, name }: Pick<Tenant, 'organizationId' | 'name'>) => ({
      organizationId,
      organizationName: name,
    })
    expect(await helpOf(shop)).toEqual({
      customerSuccessManager: entry({ name: 'Ada Peeters', ...from(provider) }),
      serviceDesk: entry({ email: 'desk@fabrikam.example', ...from(reseller) }),
      chat: entry({ name: 'Ann', ...from(shop) }),
      securityOperations: entry({ name: 'Northwind SOC', phone: '+3215000009', ...from(provider) }),
    })
    await say(shop, null)
    expect((await helpOf(shop)).chat).toEqual(
      entry({ url: 'https://chat.northwind.example/support', ...from(provider) }),
    )
    expect((await helpOf(provider)).customerSuccessManager).toMatchObject({ name: 'Ada Peeters' })
    await say(provider, null)
  })

  test('403 forbidden without organization:read, 404 for strangers', async () => {
    const params = { organizationId: world.customer.organizationId }
    await fail('forbidden', 'getHelp', { by: world.customer.plain, params })
    await fail('not-found', 'getHelp', { by: world.twin.owner, params })
  })
})
