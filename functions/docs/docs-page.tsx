import { renderPage } from '../../shared/frame/page-layout.tsx'
import { docsFileAddress } from './docs-file.ts'

type DocsFrame = { readonly appName: string; readonly publicUrl: string }

/** The page of the documentation, in English as the API itself is. Swagger UI fills in the rest from the OpenAPI document. */
export function docsPage({ appName, publicUrl, clientId }: DocsFrame & { readonly clientId: string }): string {
  return renderPage({
    language: 'en',
    appName,
    about: 'API documentation',
    title: `The ${appName} API`,
    loads: {
      styles: [docsFileAddress('swagger-ui.css'), docsFileAddress('docs.css')],
      scripts: [docsFileAddress('swagger-ui-bundle.js'), docsFileAddress('docs.js')],
    },
    children: (
      <>
        <p class="lead">
          Press <b>Authorize</b>, sign in, and try any call below as yourself, or as a program with an API key. Your
          access token, which lasts 15 minutes, and a key stay in this page: they are gone when you close or reload it.
        </p>
        <p>
          <a href={`${publicUrl}/openapi.json`}>The same as an OpenAPI 3.1 document</a> ·{' '}
          <a href={`${publicUrl}/docs/problems`}>Every problem code</a>
        </p>
        <div
          id="swagger-ui"
          data-document={`${publicUrl}/openapi.json`}
          data-redirect={`${publicUrl}/docs/oauth2-redirect.html`}
          data-client={clientId}
        >
          <noscript>This page is drawn by a script. Without scripts, read the OpenAPI document above.</noscript>
        </div>
      </>
    ),
  })
}

/** The page in the small window of the sign-in, which its script closes. */
export function docsSignInPage({ appName, publicUrl }: DocsFrame): string {
  return renderPage({
    language: 'en',
    appName,
    about: 'API documentation',
    title: 'Back to the documentation',
    loads: { styles: [], scripts: [docsFileAddress('oauth2-redirect.js')] },
    children: (
      <p class="lead">
        This window closes by itself. If it stays open, close it and press Authorize in{' '}
        <a href={`${publicUrl}/docs`}>the documentation</a> again.
      </p>
    ),
  })
}
