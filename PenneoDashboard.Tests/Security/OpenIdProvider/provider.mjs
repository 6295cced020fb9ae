// A real OpenID provider for the tests: three invented accounts, others by PUT /accounts/<id>, a page to choose one or to refuse.
// node provider.mjs [port]; says where it listens, and ends with its standard input.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const callback = '/sign-in/company/callback';
const accounts = new Map([
  ['ada', { preferred_username: 'ada@example.com', roles: ['dashboard-admin', 'something-else'] }],
  ['vera', { preferred_username: 'vera@example.com', roles: ['dashboard-view'] }],
  ['nils', { preferred_username: 'nils@example.com', roles: ['something-else'] }],
]);

const read = async (stream) => {
  let text = '';
  for await (const part of stream) text += part;
  return text;
};

const server = createServer();
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'dashboard',
      client_secret: 'the-secret-of-the-dashboard',
      token_endpoint_auth_method: 'client_secret_post',
      // Of native clients any port of this machine is allowed, and the app's is known only later.
      application_type: 'native',
      redirect_uris: ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}${callback}`),
    }],
    jwks: { keys: [{ ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'roles'], email: ['email', 'email_verified'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/choose/${interaction.uid}` },
    findAccount: (_, id) => accounts.has(id) && { accountId: id, claims: () => ({ sub: id, ...accounts.get(id) }) },
    // Nobody is asked whether the app may know their name.
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();

  server.on('request', async (request, response) => {
    try {
      const { pathname } = new URL(request.url, issuer);
      if (request.method === 'PUT' && pathname.startsWith('/accounts/')) {
        accounts.set(pathname.split('/')[2], JSON.parse(await read(request)));
        response.writeHead(204).end();
      } else if (pathname.startsWith('/choose/') && request.method === 'GET') {
        // Native clients' users are always asked once more.
        if ((await provider.interactionDetails(request, response)).prompt.name === 'consent') {
          return await provider.interactionFinished(request, response, { consent: {} }, { mergeWithLastSubmission: true });
        }
        const buttons = [...accounts.keys(), ''].map((id) => `<button name="account" value="${id}">${id || 'Refuse'}</button>`).join('');
        response.setHeader('content-type', 'text/html').end(`<!doctype html><title>Choose</title><form method="post">${buttons}</form>`);
      } else if (pathname.startsWith('/choose/')) {
        const account = new URLSearchParams(await read(request)).get('account');
        await provider.interactionFinished(request, response, account ? { login: { accountId: account } } : { error: 'access_denied' });
      } else {
        answer(request, response);
      }
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  console.log(`Listening on ${issuer}`);
});

process.stdin.resume().on('end', () => process.exit());
