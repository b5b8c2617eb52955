// The company's identity provider, and the steps of people there.

import { spawn } from "node:child_process";
import { Authenticator } from "./totp.mjs";
import { freePort, moved, until } from "./server.mjs";
import { shot } from "./browser.mjs";

export const COMPANY_PASSWORD = "会社のパスワード";
export const CLIENT_ID = "wariin";
export const CLIENT_SECRET = "a-secret-that-only-the-two-servers-know-0123456789";

// An employee of the company: identified there by a number, never by an address.
export function employee(server, { login, name, email, ...more }) {
  const seed = "JBSWY3DPEHPK3PXP" + [...login].map((c) => "ABCDEFGHIJ"[c]).join("").padEnd(16, "A");
  return {
    login,
    name,
    email,
    sub: `employee-${login}`,
    seed,
    password: COMPANY_PASSWORD,
    authenticator: new Authenticator(seed, server),
    ...more,
  };
}

// The future origin of the company's provider; the service has to know it before it starts.
export async function plannedIdp() {
  const port = await freePort();
  return { port, issuer: `http://localhost:${port}` };
}

export async function startIdp(plan, server, { redirectUri, logoutUri, people }) {
  const client = {
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    redirect_uris: [redirectUri],
    ...(logoutUri && { backchannel_logout_uri: logoutUri }),
  };
  const IDP = JSON.stringify({
    ...plan,
    client,
    people: people.map(({ authenticator, ...person }) => person),
  });
  const script = new URL("./idp-server.mjs", import.meta.url).pathname;
  let child, ended;
  let log = "";
  const start = async () => {
    const env = { PATH: process.env.PATH, IDP, ...moved(server.clock) };
    child = spawn(process.execPath, [script], { env, stdio: ["ignore", "pipe", "pipe"] });
    let ready = false;
    child.stdout.on("data", (chunk) => (ready ||= chunk.includes("ready")));
    child.stderr.on("data", (chunk) => (log += chunk));
    ended = new Promise((done) => child.on("exit", done));
    await until("the identity provider", () => {
      if (child.exitCode !== null) throw new Error(`the provider ended:\n${log}`);
      return ready;
    });
  };
  await start();
  return {
    ...plan,
    log: () => log,
    restart: start,
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

// At the company's own login page; with two factors unless told otherwise.
export async function logInAtCompany(page, person, { factors = 2 } = {}) {
  await page.getByRole("heading", { name: "会社のログイン" }).waitFor();
  await page.getByLabel("社員番号").fill(person.login);
  await page.getByLabel("会社のパスワード").fill(person.password);
  if (factors === 2) await page.getByLabel("会社の認証コード").fill(person.authenticator.next());
  await page.getByRole("button", { name: "会社のログイン" }).click();
}

// A test asks for a second login; two within one second of the provider's clock are followed by a third.
export async function logInUntilTested(page, person) {
  const done = page.getByText("テストのログインが完了しました。");
  const asked = page.getByRole("button", { name: "会社のログイン" });
  for (let count = 0; count < 8; count += 1) {
    await page.getByRole("heading", { name: "会社のログイン" }).waitFor();
    // Begun before the click: the page that is returned to may lead to the provider again at once.
    const returned = page.waitForURL((url) => url.pathname.includes("/idp/"), { waitUntil: "commit" });
    await logInAtCompany(page, person);
    await returned;
    await done.or(asked).first().waitFor();
    if (await done.isVisible()) return count + 1;
  }
  throw new Error("the test asks for ever");
}

// An admin, strongly signed in, connects the company's provider up to the test.
export async function connect(page, server, plan, { domain, people, reportsLogouts = false }) {
  await page.goto(`${server.origin}/settings/security`);
  await page.getByRole("link", { name: "IdP接続の設定" }).click();
  await page.getByRole("heading", { name: "IdP接続" }).waitFor();
  await shot(page, "idp-connections-empty");
  await page.getByRole("link", { name: "IdPを追加" }).first().click();
  await page.getByLabel("表示名").fill("例示商事");
  await page.getByLabel("発行者").fill(plan.issuer);
  await page.getByLabel("クライアントID").fill(CLIENT_ID);
  await page.getByLabel("クライアントシークレット").fill(CLIENT_SECRET);
  await page.getByLabel("メンバーとして追加する").check();
  await shot(page, "idp-new");
  await page.getByRole("button", { name: "追加する" }).click();
  await page.getByText("接続を追加しました。").waitFor();
  const connection = new URL(page.url()).pathname.split("/").at(-1);
  await page.getByLabel("追加するドメイン").fill(domain);
  await page.getByRole("button", { name: "ドメインを追加" }).click();
  await page.getByText("未確認").waitFor();
  await shot(page, "idp-domain");
  await server.cli("idp", "approve-domain", connection, domain);
  const redirectUri = await page.locator("#redirect-uri").innerText();
  const logoutUri = await page.locator("#logout-uri").innerText();
  const idp = await startIdp(plan, server, { redirectUri, logoutUri: reportsLogouts && logoutUri, people });
  return { idp, connection };
}

// … and from the test to a connection that is on.
export async function testAndSwitchOn(page, server, connection, tester) {
  await page.goto(`${server.origin}/settings/idp/${connection}`);
  await page.getByText("確認済み", { exact: true }).waitFor();
  await page.getByRole("button", { name: "接続をテストする" }).click();
  await logInUntilTested(page, tester);
  await page.getByText("できました", { exact: true }).waitFor();
  await shot(page, "idp-tested");
  await page.getByRole("button", { name: "有効にする" }).click();
  await page.getByText("この接続でのログインを有効にしました。").waitFor();
  await shot(page, "idp-on");
}
