// Plain JavaScript, because browsers read it as it stands here. It starts Swagger UI with what the page says of this deployment.

const place = document.getElementById('swagger-ui')
const dark = matchMedia('(prefers-color-scheme: dark)')
const followTheme = () => document.documentElement.classList.toggle('dark-mode', dark.matches)
dark.addEventListener('change', followTheme)
followTheme()

/** Within the page's own main part, what the page does not say already; what is written on a control, or beside it, is its name. */
const asThisPageNeedsIt = ({ React }) => ({
  components: {
    PartOfPage: ({ getComponent, specSelectors }) =>
      React.createElement(
        'div',
        { className: 'swagger-ui' },
        ['errors', ...(specSelectors.loadingStatus() === 'success' ? ['AuthorizeBtnContainer', 'operations'] : [])].map(
          (name) => React.createElement(getComponent(name, true), { key: name }),
        ),
      ),
  },
  wrapComponents: {
    Button:
      (Button) =>
      ({ 'aria-label': _, ...button }) =>
        React.createElement(Button, button),
    Input: (Input) => (input) => React.createElement(Input, input.id === 'auth-bearer-value' ? keyField(input) : input),
    ExamplesSelect: (ExamplesSelect) => (select) => labelled(React, 'Example', ExamplesSelect, select),
    JsonSchemaForm: (JsonSchemaForm) => (form) => labelled(React, form.description, JsonSchemaForm, form),
    TextArea: (TextArea) => (area) => React.createElement(TextArea, { 'aria-label': 'Request body', ...area }),
    CloseIcon: (CloseIcon) => (icon) => [
      React.createElement(CloseIcon, { ...icon, key: 'icon' }),
      React.createElement('span', { className: 'unseen', key: 'name' }, 'Close this window'),
    ],
  },
})

/** An API key is a secret: whoever looks on does not read it, and no browser keeps it. The sign-in before it stays the first to be reached. */
function keyField({ 'aria-label': _, autoFocus: __, ...input }) {
  return { ...input, type: 'password', autoComplete: 'off' }
}

function labelled(React, text, Control, control) {
  const name = React.createElement('span', { className: 'unseen' }, text)
  return React.createElement('label', null, name, React.createElement(Control, control))
}

const ui = SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  oauth2RedirectUrl: place.dataset.redirect,
  plugins: [asThisPageNeedsIt],
  layout: 'PartOfPage',
  // Its areas are the contents; of a hundred calls unfolded at once it draws those in sight alone, which no search on the page finds.
  docExpansion: 'none',
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
