// An identity provider of a company: oidc-provider with passwords and an authenticator's codes.
// Runs as a process of its own, on the clock of the test; its settings come in the environment.

import { createServer } from "node:http";
import { generateKeyPair, exportJWK } from "jose";
import { Provider } from "oidc-provider";
import { Authenticator } from "./totp.mjs";

const { issuer, port, client, people, quirk } = JSON.parse(process.env.IDP);
const byLogin = new Map(people.map((person) => [person.login, person]));
const clock = { now: () => Date.now() / 1000, advance() {} };

const { privateKey } = await generateKeyPair("RS256", { extractable: true });
const key = { ...(await exportJWK(privateKey)), use: "sig", alg: "RS256", kid: "e2e" };

const provider = new Provider(issuer, {
  clients: [
    {
      ...client,
      grant_types: ["authorization_code"],
      response_types: ["code"],
      backchannel_logout_session_required: true,
    },
  ],
  jwks: { keys: [key] },
  cookies: { keys: ["for this test only"], short: { path: "/" } },
  pkce: { required: () => true, methods: ["S256"] },
  acrValues: ["urn:example:1fa", "urn:example:2fa"],
  conformIdTokenClaims: false,
  claims: {
    openid: ["sub", "acr", "amr", "auth_time", "sid"],
    email: ["email", "email_verified"],
    profile: ["name"],
  },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource(ctx, form) {
        ctx.body = page(`${form}<button autofocus form="op.logoutForm" value="yes" name="logout">ログアウト</button>`);
      },
      postLogoutSuccessSource(ctx) {
        ctx.body = page("ログアウトしました");
      },
    },
  },
  interactions: { url: (_, interaction) => `/login/${interaction.uid}` },
  async findAccount(_, id) {
    const person = people.find((p) => p.sub === id);
    return (
      person && {
        accountId: id,
        claims: async () => ({ sub: id, email: person.email, email_verified: person.verified ?? true, name: person.name }),
      }
    );
  },
  // No consent page before the claims are given to the company's own service.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
});

const page = (text, error = "") => `<!doctype html><html lang="ja"><meta charset="utf-8"><title>会社のログイン</title>
<h1>会社のログイン</h1><p role="alert">${error}</p>${text}</html>`;
const form = (uid) => `<form method="post" action="/login/${uid}">
<label>社員番号 <input name="login"></label><label>会社のパスワード <input name="password" type="password"></label>
<label>会社の認証コード <input name="code"></label><button>会社のログイン</button></form>
<form method="post" action="/login/${uid}/abort"><button>やめる</button></form>`;

function isCode(person, code) {
  const step = Math.floor(clock.now() / 30);
  const authenticator = new Authenticator(person.seed, clock);
  return [step - 1, step, step + 1].some((s) => authenticator.at(s) === code);
}

async function interaction(request, response) {
  const [, , uid, action] = request.url.split("/");
  response.setHeader("content-type", "text/html; charset=utf-8");
  if (request.method === "GET") return response.end(page(form(uid)));
  if (action === "abort") {
    return provider.interactionFinished(request, response, { error: "access_denied" }, { mergeWithLastSubmission: false });
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const typed = new URLSearchParams(body);
  const person = byLogin.get(typed.get("login"));
  if (!person || person.password !== typed.get("password")) {
    return response.end(page(form(uid), "社員番号かパスワードが違います"));
  }
  const code = typed.get("code");
  if (code && !isCode(person, code)) return response.end(page(form(uid), "コードが違います"));
  const login = {
    accountId: person.sub,
    acr: code ? "urn:example:2fa" : "urn:example:1fa",
    amr: code ? ["pwd", "otp", "mfa"] : ["pwd"],
    ts: Math.floor(clock.now()),
  };
  return provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
}

// What some providers do with an authorization request.
const quirks = {
  refuses_max_age(url, response) {
    if (!url.searchParams.has("max_age")) return false;
    const back = new URL(url.searchParams.get("redirect_uri"));
    back.searchParams.set("error", "invalid_request");
    back.searchParams.set("state", url.searchParams.get("state"));
    response.writeHead(303, { location: back.href }).end();
    return true;
  },
  never_asks_again(url) {
    url.searchParams.delete("max_age");
    url.searchParams.delete("prompt");
    return false;
  },
};

const callback = provider.callback();
createServer((request, response) => {
  if (quirk && request.url.startsWith("/auth?")) {
    const url = new URL(request.url, issuer);
    if (quirks[quirk](url, response)) return;
    request.url = url.pathname + url.search;
  }
  if (request.url.startsWith("/login/")) {
    interaction(request, response).catch((error) => {
      console.error(error);
      response.statusCode = 500;
      response.end("");
    });
  } else {
    callback(request, response);
  }
}).listen(port, "127.0.0.1", () => console.log("ready"));
