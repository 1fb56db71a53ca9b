// Plain JavaScript, because browsers read it as it stands here. It starts Swagger UI with what the page says of this deployment.

const place = document.getElementById('swagger-ui')

const ui = SwaggerUIBundle({
  domNode: place,
  url: place.dataset.document,
  oauth2RedirectUrl: place.dataset.redirect,
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: -1,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  // The token is kept in this page's memory alone, and the document is checked by our own tests.
  persistAuthorization: false,
  validatorUrl: null,
  requestInterceptor: (request) => {
    // Swagger UI adds it for the token; another origin's sign-in need not allow it.
    delete request.headers['X-Requested-With']
    return request
  },
})

ui.initOAuth({
  clientId: place.dataset.client,
  scopes: ['openid', 'rolecall/api'],
  usePkceWithAuthorizationCodeGrant: true,
})
