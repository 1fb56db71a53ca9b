/** The version of the API that was released last; `npm run release` writes it. */
export const apiVersion = '1.1.0'
