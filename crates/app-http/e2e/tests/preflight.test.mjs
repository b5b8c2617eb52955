// 事前確認 in a real browser: recipients are asked before a document is sent, prepare, and the sender sees it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { withAuthenticator } from "../support/passkey.mjs";
import { startServer } from "../support/server.mjs";
import { PASSWORD, consent, draft, enrol, registerApp, requestAdvancedAuth, setUp } from "../support/steps.mjs";

const SENDER = "sato@warijirushi.example";
const TARO = { name: "山田 太郎", email: "taro@example.com" };
const HANAKO = { name: "鈴木 花子", email: "hanako@example.com" };
const ASKED = "電子契約の準備をお願いします";

let browser, server, sender;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  sender = await person(browser);
  await setUp(sender, server);
  await sender.getByRole("link", { name: "セキュリティ" }).first().click();
  await enrol(sender, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// A draft whose recipients were asked a moment ago.
async function asked(recipients, title) {
  await draft(sender, server, { title, recipients });
  await sender.getByRole("button", { name: "事前確認を送る" }).click();
  await sender.getByText("事前確認のメールを送りました").waitFor();
}

// Waits until the row of this recipient says so, on the page of step 02 or 04 that is open.
async function shows(email, state) {
  const row = sender.locator("li", { hasText: email });
  for (const end = Date.now() + 10_000; !(await row.getByText(state, { exact: true }).isVisible()); ) {
    if (Date.now() > end) throw new Error(`${email} does not become ${state}`);
    await sender.reload();
  }
}

// From the mail to the form for the account, by the code that is mailed.
async function proveMailbox(page, email) {
  await page.goto((await server.mailTo(email, { subject: ASKED })).link);
  await page.getByRole("heading", { name: "電子契約の準備のお願い" }).waitFor();
  await shot(page, "preflight-landing");
  await page.getByRole("button", { name: "確認コードを送る" }).click();
  await page.getByLabel("確認コード").fill((await server.mailTo(email, { subject: "確認コード" })).code);
  await page.getByRole("button", { name: "確認する" }).click();
}

// O-01 O-02 T-032
test("a recipient prepares by app without a script, the sender sees it, sends and gets the consent", async () => {
  await asked([TARO], "業務委託契約書");
  await shows(TARO.email, "未完了");
  await shot(sender, "wizard-02-preflight");
  const mail = await server.mailTo(TARO.email, { subject: ASKED });
  assert.ok(mail.body.includes("書類はまだ送られていません") && !mail.raw.includes("業務委託"));
  assert.ok(!mail.body.includes("業務委託契約書") && !mail.html.includes("業務委託契約書"));
  assert.match(mail.headers["reply-to"], new RegExp(SENDER));

  const taro = await person(browser, { javaScriptEnabled: false });
  await proveMailbox(taro, TARO.email);
  await taro.getByLabel("パスワード").fill(PASSWORD);
  await shows(TARO.email, "未完了");
  await taro.getByRole("button", { name: "アカウントを作成" }).click();
  const app = await registerApp(taro, server);
  await taro.getByRole("heading", { name: "準備ができました" }).waitFor();
  await shot(taro, "preflight-last");
  await shows(TARO.email, "未完了");
  await taro.getByRole("button", { name: "準備完了を送信者に知らせる" }).click();
  await taro.getByRole("heading", { name: "準備ができました。書類が届くのをお待ちください。" }).waitFor();
  await shot(taro, "preflight-done");
  await shows(TARO.email, "準備完了");
  await sender.getByText("すべての宛先の準備ができています。").waitFor();

  await sender.getByRole("link", { name: "山田 太郎 様を編集" }).click();
  await sender.getByText("くわしい設定（登録の条件・IdP）").click();
  await sender.getByRole("radio", { name: /^送信前に登録したものだけを受け付ける/ }).check();
  await sender.getByRole("button", { name: "保存", exact: true }).click();
  await requestAdvancedAuth(sender);
  await shot(sender, "wizard-02-preflight-ready");
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "03 入力項目の設定" }).waitFor();
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  await shows(TARO.email, "準備完了");
  await shot(sender, "wizard-04-preflight");
  server.advance(60);
  await sender.getByRole("button", { name: "送信する" }).click();
  await sender.getByText("書類を送信しました。").waitFor();

  const dead = await taro.goto(mail.link);
  assert.equal(dead.status(), 410, "the link of the preflight leads nowhere any more");
  const reader = await person(browser);
  await reader.goto((await server.mailTo(TARO.email, { subject: "書類の確認" })).link);
  // Only what was set up before the sending opens it, so that signing in is shown at once.
  await reader.getByLabel("メールアドレス").fill(TARO.email);
  await reader.getByLabel("パスワード").fill(PASSWORD);
  await reader.getByLabel("認証コード").fill(app.next());
  await reader.getByRole("button", { name: "ログイン" }).click();
  await reader.getByText("手順 4/4").waitFor();
  await consent(reader);
  await reader.getByText("締結されました。").waitFor();
  for (const page of [sender, taro, reader]) assert.deepEqual(page.complaints, []);
});

// O-01 O-48
test("不達 and a wrong reader are shown to the sender with what helps", async () => {
  server.mailServer.refuseFor("nobody@example.com");
  await asked([{ name: "不在 一郎", email: "nobody@example.com" }, HANAKO], "秘密保持契約書");
  await shows("nobody@example.com", "不達");
  await sender.getByText("メールアドレスを確かめ").first().waitFor();
  await server.mailTo(SENDER, { subject: "届きませんでした" }).catch(() => null);
  const other = await person(browser);
  await other.goto((await server.mailTo(HANAKO.email, { subject: ASKED })).link);
  await other.getByRole("link", { name: "この宛先は私ではありません" }).click();
  await shot(other, "preflight-not-me");
  await other.getByLabel("確認").fill("違います");
  await other.getByRole("button", { name: "宛先が違うと伝える" }).click();
  await other.getByRole("heading", { name: "送信者に伝えました" }).waitFor();
  await shot(other, "preflight-not-me-told");
  await shows(HANAKO.email, "宛先違い");
  await shot(sender, "wizard-02-preflight-undelivered");
  const again = await other.goto((await server.mailTo(HANAKO.email, { subject: ASKED })).link);
  assert.equal(again.status(), 410);
  for (const page of [sender, other]) assert.deepEqual(page.complaints, []);
});

// O-01 EN-01 EN-02 MA-04
test("the link alone enrols nothing, no code goes to another browser, and one mail an hour is sent", async () => {
  const jiro = { name: "佐々木 次郎", email: "jiro@example.com" };
  await asked([jiro], "売買契約書");
  const { link } = await server.mailTo(jiro.email, { subject: ASKED });
  const scanner = await person(browser);
  await scanner.goto(link);
  const here = new URL(scanner.url()).pathname;
  for (const path of ["/register", "/ready", "/document"]) {
    await scanner.goto(server.origin + here + path);
    assert.equal(new URL(scanner.url()).pathname, here, `${path} leads back to the first page`);
  }
  assert.ok(!(await scanner.content()).includes("売買契約書"), "nothing of the document is shown");
  await scanner.goto(server.origin + here);
  await scanner.getByRole("button", { name: "確認コードを送る" }).click();
  const { code } = await server.mailTo(jiro.email, { subject: "確認コード" });
  const thief = await person(browser);
  await thief.goto(link);
  await thief.goto(`${server.origin}${here}/code`);
  await thief.getByLabel("確認コード").fill(code);
  await thief.getByRole("button", { name: "確認する" }).click();
  assert.equal(new URL(thief.url()).pathname, here, "a browser that asked for no code has none to type");
  await shows(jiro.email, "未完了");

  const before = server.mails.length;
  await sender.getByRole("button", { name: "事前確認を送る" }).click();
  await sender.getByRole("alert").filter({ hasText: "1時間たっていません" }).waitFor();
  await shot(sender, "wizard-02-preflight-too-soon");
  assert.equal(server.mails.length, before, "one mail an hour");
});

// O-01 O-03 E2
test("a recipient prepares by a passkey behind the access code, and a change of the code asks for it again", async () => {
  const saburo = { name: "田中 三郎", email: "saburo@example.com" };
  await draft(sender, server, { title: "請負契約書", recipients: [saburo] });
  await setAccessCode(saburo, "sakura-2026");
  await sender.getByRole("button", { name: "事前確認を送る" }).click();
  await sender.getByText("事前確認のメールを送りました").waitFor();

  const page = await person(browser);
  await withAuthenticator(page);
  await page.goto((await server.mailTo(saburo.email, { subject: ASKED })).link);
  await page.getByRole("heading", { name: "アクセスコードの入力" }).waitFor();
  await page.getByLabel("アクセスコード").fill("sakura-2025");
  await page.getByRole("button", { name: "次へ" }).click();
  await page.getByText("アクセスコードが正しくありません。").waitFor();
  await page.getByLabel("アクセスコード").fill("sakura-2026");
  await page.getByRole("button", { name: "次へ" }).click();
  await page.getByRole("button", { name: "確認コードを送る" }).click();
  await page.getByLabel("確認コード").fill((await server.mailTo(saburo.email, { subject: "確認コード" })).code);
  await page.getByRole("button", { name: "確認する" }).click();
  await page.getByRole("button", { name: "パスキーで登録する" }).waitFor();

  // The sender tells another code by another channel before the recipient has registered.
  await setAccessCode(saburo, "momiji-2026");
  await page.getByRole("button", { name: "パスキーで登録する" }).click();
  await page.getByRole("heading", { name: "アクセスコードの入力" }).waitFor();
  await shot(page, "preflight-access-code");
  await page.getByLabel("アクセスコード").fill("momiji-2026");
  await page.getByRole("button", { name: "次へ" }).click();
  await page.getByText("メールの確認が終わりました。").waitFor();
  await page.getByRole("link", { name: "続ける" }).or(page.getByRole("button", { name: "続ける" })).click();
  await page.getByRole("button", { name: "パスキーで登録する" }).click();
  await page.getByRole("heading", { name: "準備ができました" }).waitFor();
  await shows(saburo.email, "未完了");
  await page.getByRole("button", { name: "準備完了を送信者に知らせる" }).click();
  await page.getByRole("heading", { name: "準備ができました。書類が届くのをお待ちください。" }).waitFor();
  await shows(saburo.email, "準備完了");
  for (const each of [sender, page]) assert.deepEqual(each.complaints, []);
});

// The code that this recipient has to type, at step 02.
async function setAccessCode({ name }, code) {
  await sender.getByRole("link", { name: `${name} 様を編集` }).click();
  await sender.getByLabel("アクセスコード", { exact: true }).fill(code);
  await sender.getByRole("button", { name: "保存", exact: true }).click();
  await sender.getByText("アクセスコードあり").waitFor();
}

// O-01
test("a weakly signed-in sender sees why the recipients cannot be asked yet, and what helps", async () => {
  const weakServer = await startServer();
  try {
    const weak = await person(browser);
    await setUp(weak, weakServer);
    await draft(weak, weakServer, { recipients: [TARO] });
    const button = weak.getByRole("button", { name: "事前確認を送る" });
    assert.equal(await button.getAttribute("aria-disabled"), "true");
    await weak.locator("#preflight-why").waitFor();
    await weak.getByRole("link", { name: /2要素認証を設定/ }).first().waitFor();
    await shot(weak, "wizard-02-preflight-weak");
  } finally {
    await weakServer.stop();
  }
});
