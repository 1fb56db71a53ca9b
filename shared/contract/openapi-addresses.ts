/** Where a deployment is reached, and where its people sign in. */
export type Addresses = { readonly publicUrl: string; readonly hostedUiUrl: string }

/** The addresses in the committed `openapi.json`. They stand for those of a deployment. */
export const exampleAddresses: Addresses = {
  publicUrl: 'https://rolecall.example',
  hostedUiUrl: 'https://sign-in.rolecall.example',
}

/** The text of the document as a deployment serves it: with its own addresses, in servers, sign-in and examples alike. */
export const withAddresses = (text: string, { publicUrl, hostedUiUrl }: Addresses): string =>
  text.replaceAll(exampleAddresses.publicUrl, publicUrl).replaceAll(exampleAddresses.hostedUiUrl, hostedUiUrl)
