/**
 * For `electrodb`, whose entry loads all of it: of its parts the entity and the type of an attribute are used here, and no service,
 * no transaction and no conversion of its own.
 */
// @ts-expect-error ElectroDB declares the types of its entry alone, by which its users are checked.
export { Entity } from '../../../node_modules/electrodb/src/entity.js'
// @ts-expect-error The same.
export { CustomAttributeType } from '../../../node_modules/electrodb/src/schema.js'
