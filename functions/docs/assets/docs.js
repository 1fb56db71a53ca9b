// Plain JavaScript, because browsers read it as it stands here. It starts Swagger UI with what the page says of this deployment.

const place = document.getElementById('swagger-ui')
const dark = matchMedia('(prefers-color-scheme: dark)')
const followTheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
dark.addEventListener('change', followTheme)
followTheme()

/** What the page says already is left out; what is written on a control, or beside it, is its name. */
const asThisPageNeedsIt = ({ React }) => ({
  wrapComponents: {
    InfoContainer: () => () => null,
    ServersContainer: () => () => null,
    Button:
      (Button) =>
      ({ 'aria-label': _, ...button }) =>
        React.createElement(Button, button),
    ExamplesSelect: (ExamplesSelect) => (select) =>
      React.createElement(
        'label',
        null,
        React.createElement('span', { className: 'unseen' }, 'Example'),
        React.createElement(ExamplesSelect, select),
      ),
    CloseIcon: (CloseIcon) => (icon) => [
      React.createElement(CloseIcon, { ...icon, key: 'icon' }),
      React.createElement('span', { className: 'unseen', key: 'name' }, 'Close this window'),
    ],
  },
})

const ui = SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  oauth2RedirectUrl: place.dataset.redirect,
  plugins: [asThisPageNeedsIt],
  defaultModelsExpandDepth: -1,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  // Its colours are styles that no sheet of ours could put right.
  syntaxHighlight: false,
  // The token is kept in this page's memory alone, and the document is checked by our own tests.
  persistAuthorization: false,
  validatorUrl: null,
  requestInterceptor: (request) => {
    // Swagger UI adds it when it asks for a token; a sign-in on another origin need not allow it.
    delete request.headers['X-Requested-With']
    return request
  },
})

ui.initOAuth({
  clientId: place.dataset.client,
  scopes: ['openid', 'rolecall/api'],
  usePkceWithAuthorizationCodeGrant: true,
})
