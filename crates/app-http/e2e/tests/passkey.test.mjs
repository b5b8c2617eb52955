// Passkeys by virtual authenticators: of the device and on a key, with and without verification of the user.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { BUDGET, counted, isWithin, upToConsent } from "../support/count.mjs";
import { consentByPasskey, proveMailbox, returnByPasskey, withAuthenticator } from "../support/passkey.mjs";
import { startServer } from "../support/server.mjs";
import {
  draft, enrol, goOnAndSend, requestAdvancedAuth, setUp, signIn, signOut,
} from "../support/steps.mjs";
import { expectSameInThreePlaces } from "../support/three-places.mjs";

const SATO = "sato@warijirushi.example";
const TARO = { name: "山田 太郎", email: "taro@example.com" };
const HANAKO = { name: "鈴木 花子", email: "hanako@example.com" };

let browser, server, sender;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  sender = await person(browser);
  await setUp(sender, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a passkey of the device is the first factor, then the second step, then the whole sign-in", async () => {
  const device = await withAuthenticator(sender);
  await sender.goto(`${server.origin}/settings/security`);
  await sender.getByRole("button", { name: "パスキーを追加する" }).click();
  await sender.getByRole("heading", { name: "バックアップコード" }).waitFor();
  await sender.getByLabel("バックアップコードを保存しました").check();
  await sender.getByRole("button", { name: "完了" }).click();
  await sender.getByText("パスキー").first().waitFor();
  await shot(sender, "passkey-security");
  const told = await server.mailTo(SATO, { subject: "アカウントの設定が変わりました" });
  assert.match(told.body, /パスキー（2要素認証）が追加されました/);

  await device.answers(false);
  await signOut(sender);
  await shot(sender, "passkey-sign-in");
  await signIn(sender, server, SATO);
  await sender.getByRole("button", { name: "パスキーで認証する" }).waitFor();
  await shot(sender, "passkey-second-step");
  await device.answers(true);
  await sender.getByRole("button", { name: "パスキーで認証する" }).click();
  await sender.getByRole("heading", { name: "書類", exact: true }).waitFor();

  await device.verifies(false);
  await signOut(sender);
  await sender.goto(`${server.origin}/sign-in`);
  await sender.getByRole("button", { name: "パスキーでログイン" }).click();
  await sender.getByRole("alert").getByText("パスキーでの認証は行われませんでした").waitFor();
  await device.verifies(true);
  await sender.getByRole("button", { name: "パスキーでログイン" }).click();
  await sender.getByRole("heading", { name: "書類", exact: true }).waitFor();
  assert.deepEqual(sender.complaints, []);
});

// EN-07 LI-04 O-03
test("a passkey replaces the code for new backup codes, a forgotten password and the removal of a factor", async () => {
  const page = await person(browser);
  const own = await startServer();
  try {
    await setUp(page, own);
    const device = await withAuthenticator(page);
    await page.goto(`${own.origin}/settings/security`);
    await page.getByRole("button", { name: "パスキーを追加する" }).click();
    await page.getByRole("heading", { name: "バックアップコード" }).waitFor();
    await page.getByLabel("バックアップコードを保存しました").check();
    await page.getByRole("button", { name: "完了" }).click();

    let told = own.mails.length;
    await page.getByRole("button", { name: "新しいバックアップコードに取り替える" }).click();
    await page.getByLabel("バックアップコードを保存しました").check();
    await page.getByRole("button", { name: "完了" }).click();
    const renewed = await own.mailTo(SATO, { subject: "アカウントの設定が変わりました", after: told });
    assert.match(renewed.body, /バックアップコードが新しく作り直されました/);

    told = own.mails.length;
    await device.answers(false);
    await signOut(page);
    await page.goto(`${own.origin}/sign-in`);
    await page.getByRole("link", { name: "パスワードをお忘れの方" }).click();
    await page.getByLabel("メールアドレス").fill(SATO);
    await page.getByRole("button", { name: "リンクを送る" }).click();
    const mail = await own.mailTo(SATO, { subject: "パスワードの再設定", after: told });
    await page.goto(mail.body.match(/http\S+\/p\/\S+/)[0]);
    await page.getByLabel("新しいパスワード").fill("すっかり新しい長い合言葉");
    await shot(page, "passkey-new-password");
    await device.answers(true);
    await page.getByRole("button", { name: "パスキーで認証して設定する" }).click();
    await page.getByText("新しいパスワードを設定しました。").waitFor();

    told = own.mails.length;
    await device.answers(false);
    await signIn(page, own, SATO, { password: "すっかり新しい長い合言葉" });
    await device.answers(true);
    await page.getByRole("button", { name: "パスキーで認証する" }).click();
    await page.getByRole("heading", { name: "書類", exact: true }).waitFor();
    await page.goto(`${own.origin}/settings/security`);
    await page.getByRole("link", { name: /を解除する$/ }).click();
    await shot(page, "passkey-remove");
    await page.getByRole("button", { name: "パスキーで認証して解除する" }).click();
    await page.getByRole("button", { name: "2要素認証を設定する" }).waitFor();
    const removed = await own.mailTo(SATO, { subject: "アカウントの設定が変わりました", after: told });
    assert.match(removed.body, /2要素認証の方法（認証アプリまたはパスキー）が解除されました/);
    assert.deepEqual(page.complaints, []);
  } finally {
    await own.stop();
  }
});

// O-03 EN-01 EN-02
test("an invited person joins by a passkey behind the mailed code, without a password", async () => {
  const page = await person(browser);
  const own = await startServer();
  const jiro = { name: "高橋 次郎", email: "jiro@warijirushi.example" };
  try {
    const admin = await person(browser);
    await setUp(admin, own);
    await admin.goto(`${own.origin}/settings/security`);
    await enrol(admin, own);
    await admin.goto(`${own.origin}/settings/members`);
    await admin.getByLabel("メールアドレス").fill(jiro.email);
    await admin.getByRole("button", { name: "招待する" }).click();
    const invitation = await own.mailTo(jiro.email, { subject: "組織への招待" });
    const device = await withAuthenticator(page);
    await page.goto(invitation.body.match(/http\S+\/invitations\/\S+/)[0]);
    await page.getByRole("button", { name: "確認コードを送る" }).click();
    const { code } = await own.mailTo(jiro.email, { subject: "確認コード" });
    const form = page.locator("form[data-passkey]");
    await form.getByLabel("確認コード").fill(code === "000000" ? "000001" : "000000");
    await form.getByLabel("氏名").fill(jiro.name);
    await form.getByRole("button").click();
    await form.getByRole("alert").getByText("コードが正しくありません。").waitFor();
    await shot(page, "invitation-join-passkey");
    await form.getByLabel("確認コード").fill(code);
    await form.getByRole("button").click();
    await page.getByText("組織に参加しました。").waitFor();
    assert.equal((await device.credentials()).length, 1);

    await device.answers(false);
    await signOut(page);
    await device.answers(true);
    // The device offers it while the form is shown, without a press of the button.
    await page.goto(`${own.origin}/sign-in`);
    await page.getByRole("heading", { name: "書類", exact: true }).waitFor();
    assert.deepEqual(page.complaints, []);
  } finally {
    await own.stop();
  }
});

// Step 04 with a request, to one recipient.
async function send(recipient) {
  const after = server.mails.length;
  await draft(sender, server, { recipients: [recipient] });
  await requestAdvancedAuth(sender);
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  return server.mailTo(recipient.email, { subject: "書類の確認", after });
}

// The sender's file of assertions, verified by the program with no database.
async function evidenceOf() {
  const link = sender.locator("a[href$='/passkeys']").first();
  const file = await sender.request.get(`${server.origin}${await link.getAttribute("href")}`);
  assert.equal(file.status(), 200);
  return file.text();
}

// T-086 CO-07
test("a recipient registers by a passkey, without a password or an app, and consents by it", async () => {
  const invitation = await send(TARO);
  const page = await person(browser);
  const device = await withAuthenticator(page);
  const path = await counted(page);
  await proveMailbox(page, server, { email: TARO.email, link: invitation.link });
  await page.getByRole("button", { name: "パスキーで登録する" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "アカウントを作成" }).isVisible(), false);
  await shot(page, "passkey-register");

  await device.verifies(false);
  await page.getByRole("button", { name: "パスキーで登録する" }).click();
  await page.getByRole("alert").getByText("パスキーでの認証は行われませんでした").waitFor();
  await device.verifies(true);
  await page.getByRole("button", { name: "パスキーで登録する" }).click();
  await page.getByText("手順 4/4").waitFor();
  await consentByPasskey(page);
  await shot(page, "passkey-consented");
  const asked = upToConsent(path);
  assert.ok(isWithin(asked, BUDGET.passkey), JSON.stringify({ asked, screens: path.screens }));
  assert.deepEqual(page.complaints, []);

  await sender.reload();
  await sender.getByText("パスキー").first().waitFor();
  await shot(sender, "passkey-evidence");
  const evidence = JSON.parse(await evidenceOf());
  assert.equal(evidence.format, "wariin-passkey-evidence-1");
  assert.equal(evidence.assertions.length, 1);
  await sender.getByText("締結済", { exact: true }).first().waitFor();
  await expectSameInThreePlaces(sender, server, ["2要素認証・パスキー"]);

  // The passkey is the whole sign-in and, at once after it, still signs the next consent.
  const next = await send(TARO);
  await page.context().clearCookies();
  // The browser offers it where the address is typed, and the virtual one takes it there at once.
  await page.goto(`${server.origin}/sign-in`);
  await page.getByRole("heading", { name: "受け取った書類" }).waitFor();
  await page.goto(next.link);
  await page.getByText("手順 4/4").waitFor();
  await consentByPasskey(page);
  await sender.reload();
  assert.equal(JSON.parse(await evidenceOf()).assertions.length, 1);

  // In a browser that was never here the mailed link leads to the same sign-in, within the budget of a return.
  const third = await send(TARO);
  const anew = await person(browser);
  const same = await withAuthenticator(anew);
  await same.add(await device.credential());
  const returned = await counted(anew);
  await returnByPasskey(anew, third.link);
  await shot(anew, "passkey-returned");
  await consentByPasskey(anew);
  const back = upToConsent(returned);
  assert.ok(isWithin(back, BUDGET.returning), JSON.stringify({ back, screens: returned.screens }));
  assert.equal(back.fields, 0);
  assert.deepEqual(anew.complaints, []);
});

// O-03 E5
test("a key that cannot verify its user makes no passkey, and the password leads on", async () => {
  const jiro = { name: "佐々木 次郎", email: "jiro@example.com" };
  const invitation = await send(jiro);
  const page = await person(browser);
  await withAuthenticator(page, { transport: "usb", hasUserVerification: false, isUserVerified: false });
  await proveMailbox(page, server, { email: jiro.email, link: invitation.link });
  await page.locator("summary", { hasText: "パスキーで登録する" }).click();
  await page.getByRole("button", { name: "パスキーで登録する" }).click();
  await page.locator("[data-problem]:visible").waitFor();
  await shot(page, "passkey-key-without-verification");
  await page.getByLabel("パスワード").fill("ひとりずつ違う長い合言葉");
  await page.getByRole("button", { name: "アカウントを作成" }).click();
  await page.getByText("手順 3/4").waitFor();
  assert.deepEqual(page.complaints, []);
});

test("a passkey on a key forwards, and one whose counter went back or that is synced is refused or taken", async () => {
  const invitation = await send(HANAKO);
  const page = await person(browser);
  const key = await withAuthenticator(page, { transport: "usb" });
  await proveMailbox(page, server, { email: HANAKO.email, link: invitation.link });
  // The device has no passkey of its own: the password stays the first way.
  await page.getByRole("button", { name: "アカウントを作成" }).waitFor();
  await page.locator("summary", { hasText: "パスキーで登録する" }).click();
  await shot(page, "passkey-register-key");
  await page.getByRole("button", { name: "パスキーで登録する" }).click();
  await page.getByText("手順 4/4").waitFor();
  const document = page.url();

  server.advance(20 * 60);
  await page.goto(`${document.replace(/\/document.*/, "")}/forward`);
  await page.getByLabel("氏名").fill("高橋 一郎");
  await page.getByLabel("メールアドレス").fill("ichiro@example.com");
  await page.getByRole("button", { name: "確認へ進む" }).click();
  await shot(page, "passkey-forward");
  await key.setCounter(0);
  await page.getByRole("button", { name: "パスキーで認証して転送する" }).click();
  await page.getByRole("alert").first().waitFor();
  await key.setCounter(50);
  await page.getByRole("button", { name: "パスキーで認証して転送する" }).click();
  await page.getByRole("heading", { name: "書類を転送しました" }).waitFor();
});
