// People who sign in with their company's identity provider: a real one, with passwords and codes.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { field, setFields } from "../support/fields.mjs";
import { startServer, until } from "../support/server.mjs";
import { connect, employee, logInAtCompany, plannedIdp, testAndSwitchOn } from "../support/idp.mjs";
import {
  PASSWORD, addRecipient, arrive, consent, draft, enrol, goOnAndSend, requestAdvancedAuth, setUp, signIn, signOut,
  lookThrough,
} from "../support/steps.mjs";
import { expectSameInThreePlaces } from "../support/three-places.mjs";

const SENDER = "sato@example.co.jp";
const TARO = "taro@example.co.jp";
const HANAKO = "hanako@partner.example";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser?.close());

// A service whose admin has connected the provider of example.co.jp, and three people who work there.
async function withCompany(play, { quirk, isTested = true, ...options } = {}) {
  const plan = { ...(await plannedIdp()), quirk };
  const server = await startServer({ environment: { WARIIN_IDP_PRIVATE_ORIGINS: plan.issuer } });
  const people = {
    sato: employee(server, { login: "001", name: "佐藤 一郎", email: SENDER }),
    taro: employee(server, { login: "002", name: "山田 太郎", email: TARO }),
    jiro: employee(server, { login: "003", name: "山田 次郎", email: "jiro@example.co.jp" }),
    guest: employee(server, { login: "004", name: "外部 花子", email: "guest@elsewhere.example" }),
  };
  let idp;
  try {
    const page = await person(browser);
    await setUp(page, server, SENDER);
    await page.goto(`${server.origin}/settings/security`);
    const authenticator = await enrol(page, server);
    const connected = await connect(page, server, plan, { domain: "example.co.jp", people: Object.values(people), ...options });
    idp = connected.idp;
    if (isTested) await testAndSwitchOn(page, server, connected.connection, people.sato);
    await play({ page, server, idp, people, authenticator, connection: connected.connection });
    assert.deepEqual(page.complaints, []);
  } finally {
    await idp?.stop();
    await server.stop();
  }
}

// … a person who is still logged in there comes back at once.
async function toCompany(page, server, email) {
  await page.goto(`${server.origin}/sign-in`);
  await page.getByRole("link", { name: "IdPでログイン" }).click();
  await page.getByLabel("メールアドレス").fill(email);
  await shot(page, "sign-in-idp");
  await page.getByRole("button", { name: "IdPでログイン" }).click();
}

async function signInByIdp(page, server, email, who, options) {
  await toCompany(page, server, email);
  await logInAtCompany(page, who, options);
}

// From a mailed link to the document, for a recipient whose company has a provider.
async function arriveByIdp(page, server, who, options) {
  const invitation = await server.mailTo(who.email, { subject: "書類の確認" });
  await page.goto(invitation.link);
  await page.getByRole("heading", { name: "書類が届いています" }).waitFor();
  await shot(page, (await page.getByText("送信者の指定により").count()) ? "landing-named-idp" : "landing-idp");
  await page.getByRole("button", { name: "IdPでログイン" }).click();
  await logInAtCompany(page, who, options);
  await page.getByRole("heading", { name: "メールの確認" }).waitFor();
  await shot(page, "idp-confirm");
  const mail = await server.mailTo(who.email, { subject: "確認コード" });
  await page.getByLabel("確認コード").fill(mail.code);
  await page.getByRole("button", { name: "確認する" }).click();
  await page.getByText("手順 4/4").waitFor();
}

async function consentByIdp(page, who, options) {
  await lookThrough(page);
  await page.getByRole("button", { name: "書類の内容に同意する" }).click();
  await page.getByRole("dialog").waitFor();
  await shot(page, "consent-idp");
  await page.getByRole("button", { name: "同意して確認完了" }).click();
  await logInAtCompany(page, who, options);
}

// T-002 T-010 T-040 T-048 O-12 CO-03 CO-07 T-086
test("an IdP sender, an IdP recipient and a TOTP recipient conclude a contract, and the ID token can be verified again", () =>
  withCompany(async ({ page, server, people }) => {
    await page.goto(`${server.origin}/settings/security`);
    await shot(page, "security-idp");
    await page.getByRole("button", { name: "IdPと連携する" }).click();
    await logInAtCompany(page, people.sato);
    await page.getByText("IdPと連携しました。次から").waitFor();
    await shot(page, "security-linked");
    await signOut(page);
    await toCompany(page, server, SENDER);
    await page.getByRole("heading", { name: "書類", exact: true }).waitFor();

    await draft(page, server, {
      recipients: [{ name: "山田 太郎", email: TARO }, { name: "鈴木 花子", email: HANAKO }],
    });
    await requestAdvancedAuth(page);
    await goOnAndSend(page);
    await page.getByText("書類を送信しました。").waitFor();
    const document = page.url().replace(/\?.*/, "");

    const taro = await person(browser);
    await arriveByIdp(taro, server, people.taro);
    await shot(taro, "document-idp");
    await consentByIdp(taro, people.taro);
    await taro.getByText("に同意しました。").waitFor();

    const hanako = await person(browser);
    await arrive(hanako, server, HANAKO);
    await consent(hanako);
    await hanako.getByText("締結されました。").waitFor();

    await page.goto(document);
    await page.getByText("締結済", { exact: true }).first().waitFor();
    await page.getByText("本人確認のくわしい記録").first().click();
    await page.getByText(/IdP認証（http:\/\/localhost:\d+）/).first().waitFor();
    await shot(page, "document-page-idp");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "本人確認の記録（JSON）" }).click(),
    ]);
    const file = join(server.folder, "id-tokens.json");
    await download.saveAs(file);
    assert.match(await server.cli("idp", "verify-id-token", file), /1 ID tokens are valid/);
    writeFileSync(file, (await import("node:fs")).readFileSync(file, "utf8").replace(/"random": "./, '"random": "x'));
    await assert.rejects(server.cli("idp", "verify-id-token", file), /is not valid/);
    assert.match(await server.cli("audit", "verify"), /The audit log is whole/);
    const issuer = new URL((await page.getByText(/IdP認証（http:\/\/localhost:\d+）/).first().innerText()).match(/http:[^）]+/)[0]).origin;
    await expectSameInThreePlaces(page, server, [`IdP認証 (${issuer}`, "2要素認証・認証アプリ"]);
    for (const one of [taro, hanako]) assert.deepEqual(one.complaints, []);
    const secrets = [PASSWORD, people.taro.password, "a-secret-that-only"];
    for (const secret of secrets) assert.ok(!server.log().includes(secret), "EV-03");
  }));

// CO-04 CO-05 RP-05 PO-09
test("a consent by IdP is refused with another person's login, one factor, or a cancelled login", () =>
  withCompany(async ({ page, server, people }) => {
    await draft(page, server, { recipients: [{ name: "山田 太郎", email: TARO }] });
    await requestAdvancedAuth(page);
    await goOnAndSend(page);
    await page.getByText("書類を送信しました。").waitFor();
    const taro = await person(browser);
    await arriveByIdp(taro, server, people.taro);
    const document = taro.url();

    await consentByIdp(taro, people.jiro);
    await taro.getByText("ログイン中の方とは別の方が").waitFor();
    await shot(taro, "consent-idp-other");
    await taro.getByRole("link", { name: "同意の画面に戻る" }).click();
    await taro.getByRole("button", { name: "同意して確認完了" }).click();
    await logInAtCompany(taro, people.taro, { factors: 1 });
    await taro.getByText("2要素認証が行われたことを確認できませんでした").waitFor();
    await taro.getByRole("link", { name: "同意の画面に戻る" }).click();
    await taro.getByRole("button", { name: "同意して確認完了" }).click();
    await taro.getByRole("heading", { name: "会社のログイン" }).waitFor();
    await taro.getByRole("button", { name: "やめる" }).click();
    await taro.getByText("IdPがログインを認めませんでした").waitFor();
    await taro.goto(document);
    await taro.getByRole("button", { name: "書類の内容に同意する" }).waitFor();

    await consentByIdp(taro, people.taro);
    await taro.getByText("締結されました。").waitFor();
  }));

// O-33 CO-02 CO-03
test("a consent by IdP holds for the values that the recipient filled in before, and they are printed", () =>
  withCompany(async ({ page, server, people }) => {
    await draft(page, server, { recipients: [{ name: "山田 太郎", email: TARO }] });
    const [, id] = page.url().match(/documents\/([\w-]+)/);
    await requestAdvancedAuth(page);
    await setFields(page, server, id, [
      field("text", [22, 60, 70, 8], { by: 0, label: "ご住所" }),
      field("checkbox", [22, 100, 5, 5], { by: 0, label: "規約を確認しました" }),
    ]);
    await page.getByRole("button", { name: "送信する" }).click();
    await page.getByText("書類を送信しました。").waitFor();

    const taro = await person(browser);
    await arriveByIdp(taro, server, people.taro);
    assert.equal(await taro.getByRole("button", { name: "書類の内容に同意する" }).count(), 0);
    await taro.locator("[data-marker]").first().focus();
    await taro.keyboard.press("Enter");
    await taro.keyboard.type("大阪市北区梅田3-1-1");
    await taro.keyboard.press("Enter");
    await taro.locator(".fill-item.open").getByRole("checkbox").check();
    await taro.getByText("必須の項目はすべて入力されています。").waitFor();

    await consentByIdp(taro, people.taro);
    await taro.getByText("締結されました。").waitFor();
    const link = await taro.getByRole("link", { name: "締結済みPDF" }).getAttribute("href");
    const sealed = join(server.folder, "sealed.pdf");
    writeFileSync(sealed, await (await taro.request.get(server.origin + link)).body());
    assert.match(execFileSync("pdftotext", [sealed, "-"], { encoding: "utf8" }), /大阪市北区梅田3-1-1/);
    assert.match(execFileSync("pdfsig", ["-nocert", sealed], { encoding: "utf8" }), /Signature is Valid\./);
    assert.match(await server.cli("audit", "verify"), /The audit log is whole/);
    assert.deepEqual(taro.complaints, []);
  }));

// T-040 EN-04
test("a recipient with an IdP named by the sender has no other way to authenticate", () =>
  withCompany(async ({ page, server, people }) => {
    await draft(page, server, { recipients: [] });
    await page.getByRole("button", { name: "宛先を追加" }).click();
    await page.getByLabel("氏名").fill("鈴木 花子");
    await page.getByLabel("メールアドレス").fill(HANAKO);
    await page.getByText("くわしい設定（登録の条件・IdP）").click();
    await page.getByLabel("宛先の会社のIdPでログインした方だけが開けるようにする").check();
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await page.getByText("宛先の会社はIdPをこのサービスに接続していない").waitFor();
    await shot(page, "wizard-02-no-idp");
    await page.getByLabel("氏名").fill("山田 太郎");
    await page.getByLabel("メールアドレス").fill(TARO);
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await page.getByText("IdP指定：例示商事").waitFor();
    await shot(page, "wizard-02-named-idp");
    await requestAdvancedAuth(page);
    await goOnAndSend(page);
    await page.getByText("書類を送信しました。").waitFor();
    const document = page.url().replace(/\?.*/, "");

    const other = await person(browser);
    const { link } = await server.mailTo(TARO);
    await other.goto(link);
    await other.getByText("会社アカウント（IdP）でログインした方だけが開けます").waitFor();
    await shot(other, "landing-named-idp");
    assert.equal(await other.getByRole("button", { name: "確認コードを送る" }).count(), 0);

    const taro = await person(browser);
    await arriveByIdp(taro, server, people.taro);
    await taro.getByText("例示商事の会社アカウント（IdP）で認証した方だけが開けます").waitFor();
    await shot(taro, "document-named-idp");
    await consentByIdp(taro, people.taro);
    await taro.getByText("締結されました。").waitFor();
    await page.goto(document);
    await page.getByText("IdP認証（送信者が指定").first().waitFor();
  }));

// RP-11 RP-05
test("a login with an unknown domain, one factor, or the address of an owned account is refused", () =>
  withCompany(async ({ page, server, people }) => {
    const guest = await person(browser);
    await signInByIdp(guest, server, TARO, people.guest);
    await guest.getByText("この会社のものとして登録されていません").waitFor();
    await shot(guest, "idp-foreign-domain");

    const weak = await person(browser);
    await signInByIdp(weak, server, TARO, people.taro, { factors: 1 });
    await weak.getByText("2要素認証が行われたことを確認できませんでした").waitFor();

    const owned = await person(browser);
    await signInByIdp(owned, server, SENDER, people.sato);
    await owned.getByRole("heading", { name: "このメールアドレスは登録済みです" }).waitFor();
    await shot(owned, "idp-link-first");

    const unknown = await person(browser);
    await unknown.goto(`${server.origin}/sign-in/idp`);
    await unknown.getByLabel("メールアドレス").fill(HANAKO);
    await unknown.getByRole("button", { name: "IdPでログイン" }).click();
    await unknown.getByText("IdPでのログインに対応していません").first().waitFor();
    await shot(unknown, "sign-in-no-idp");
    const codes = server.mails.filter((mail) => mail.subject.includes("確認コード"));
    assert.equal(codes.length, 0, "no code was mailed");
  }));

// RP-04
test("a callback counts once, and only in the browser that began it", () =>
  withCompany(async ({ server, people }) => {
    const taro = await person(browser);
    let answer;
    taro.on("request", (request) => {
      if (request.url().includes("/callback?")) answer = request.url();
    });
    await taro.goto(`${server.origin}/sign-in/idp`);
    await taro.getByLabel("メールアドレス").fill(TARO);
    await taro.getByRole("button", { name: "IdPでログイン" }).click();
    await taro.getByRole("heading", { name: "会社のログイン" }).waitFor();
    await taro.context().clearCookies({ name: "__Host-wariin-browser" });
    await logInAtCompany(taro, people.taro);
    await taro.getByText("ブラウザーまたはログイン中のアカウントが変わっています").waitFor();
    await shot(taro, "idp-foreign-answer");

    await toCompany(taro, server, TARO);
    await taro.getByRole("heading", { name: "メールの確認" }).waitFor();
    for (const who of [taro, await person(browser)]) {
      await who.goto(answer);
      await who.getByText("すでに使われたか、期限が切れています").waitFor();
    }
    await shot(taro, "idp-used-answer");
    await taro.goto(`${answer.replace(/state=[^&]*/, "state=AAAA")}`);
    await taro.getByText("すでに使われたか").waitFor();
  }));

// CO-04 RP-06
test("a provider that refuses max_age is made to ask again by prompt=login alone", () =>
  withCompany(async ({ page, server, connection }) => {
    await page.goto(`${server.origin}/settings/idp/${connection}`);
    await page.getByText("IdPが返した内容").click();
    await page.getByText("prompt=login", { exact: true }).waitFor();
  }, { quirk: "refuses_max_age" }));

// CO-04 RP-06
test("a provider that never asks again is refused with the reason", () =>
  withCompany(async ({ page, server, people, connection }) => {
    await page.goto(`${server.origin}/settings/idp/${connection}`);
    await page.getByRole("button", { name: "接続をテストする" }).click();
    await logInAtCompany(page, people.sato);
    await page.getByText("auth_time_not_renewed").waitFor();
    await page.getByText("IdPは、求めても認証し直しませんでした").waitFor();
    await shot(page, "idp-test-not-renewed");
    // The browser's own note of the page's status.
    assert.ok(page.complaints.splice(0).every((complaint) => complaint.includes("status of 502")));
    await page.goto(`${server.origin}/settings/idp/${connection}`);
    await page.getByText("先に「接続をテストする」を済ませてください。").waitFor();
  }, { quirk: "never_asks_again", isTested: false }));

// RP-13 FA-08
test("while the IdP is down a page says so within five seconds, and everything else goes on", () =>
  withCompany(async ({ page, server, idp, people }) => {
    await idp.stop();
    // Its description is cached still.
    server.advance(11);
    const taro = await person(browser);
    await taro.goto(`${server.origin}/sign-in/idp`);
    await taro.getByLabel("メールアドレス").fill(TARO);
    const began = Date.now();
    await taro.getByRole("button", { name: "IdPでログイン" }).click();
    await taro.getByText("会社のログイン画面（IdP）が応答していません。").waitFor();
    assert.ok(Date.now() - began < 5_000, "within five seconds");
    await shot(taro, "idp-down");
    await page.goto(`${server.origin}/documents`);
    await page.getByRole("heading", { name: "書類", exact: true }).waitFor();
    await idp.restart();
    server.advance(6);
    await signInByIdp(taro, server, TARO, people.taro);
    await taro.getByRole("heading", { name: "メールの確認" }).waitFor();
  }));

// The provider ends its own session, and ours with it.
test("a logout at the company ends the session here", () =>
  withCompany(async ({ page, server, idp, people }) => {
    await page.goto(`${server.origin}/settings/security`);
    await page.getByRole("button", { name: "IdPと連携する" }).click();
    await logInAtCompany(page, people.sato);
    await page.getByText("IdPと連携しました。次から").waitFor();
    await page.goto(`${idp.issuer}/session/end`);
    await page.getByRole("button", { name: "ログアウト" }).click();
    await page.getByText("ログアウトしました").waitFor();
    await until("the end of the session", async () => {
      await page.goto(`${server.origin}/documents`);
      return page.url().includes("/sign-in");
    });
  }, { reportsLogouts: true }));

// T-011: the organisation accepts its provider only.
test("once the IdP is mandatory, a password of its domain is refused, and the operator can lift it", () =>
  withCompany(async ({ page, server, people, connection, authenticator }) => {
    await page.goto(`${server.origin}/settings/idp/${connection}`);
    await page.getByRole("link", { name: "IdPでログインし直す" }).waitFor();
    await page.goto(`${server.origin}/settings/security`);
    await page.getByRole("button", { name: "IdPと連携する" }).click();
    await logInAtCompany(page, people.sato);
    await page.getByText("IdPと連携しました。次から").waitFor();
    await page.goto(`${server.origin}/settings/idp/${connection}`);
    await page.getByRole("link", { name: "IdPでのログインを必須にする" }).click();
    await shot(page, "idp-require");
    await page.getByRole("button", { name: "IdPでのログインを必須にする" }).click();
    await page.getByText("IdP必須").waitFor();
    await shot(page, "idp-required");
    await signOut(page);
    await signIn(page, server, SENDER);
    await page.getByText("会社のアカウント（IdP）でのログインに統一しています").waitFor();
    await shot(page, "sign-in-required");
    await server.cli("idp", "optional", connection);
    await signIn(page, server, SENDER);
    await page.getByRole("heading", { name: "2要素認証" }).waitFor();
    await page.getByLabel("認証コード").fill(authenticator.next());
    await page.getByRole("button", { name: "認証する" }).click();
    await page.getByRole("heading", { name: "書類", exact: true }).waitFor();
  }));
