import { type Permission, predefinedRoles } from '../../shared/domain/catalog.ts'

/** While it runs, Content Developers may do this as well: nobody of the catalog is as weak as that, and may yet act upon people. */
export async function whileDevelopersMay<Result>(permission: Permission, act: () => Promise<Result>): Promise<Result> {
  const weak = predefinedRoles.find(({ name }) => name === 'Content Developer')
  const kept = weak?.permissions ?? []
  Object.assign(weak ?? {}, { permissions: [...kept, permission] })
  try {
    return await act()
  } finally {
    Object.assign(weak ?? {}, { permissions: kept })
  }
}

/** While it runs, Content Developers may manage profiles as well. */
export const whileDevelopersManageProfiles = <Result>(act: () => Promise<Result>): Promise<Result> =>
  whileDevelopersMay('profiles:manage', act)
