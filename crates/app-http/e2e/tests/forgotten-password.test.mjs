// A member forgets the password: a link by mail, from the sign-in page and by an admin.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { enrol, join, setUp, signIn, signOut } from "../support/steps.mjs";

const TARO = { name: "山田 太郎", email: "taro@warijirushi.example" };
const NEW = "すっかり新しい長い合言葉";

let browser, server, admin, taro, authenticator;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  admin = await person(browser);
  await setUp(admin, server);
  await admin.goto(`${server.origin}/settings/security`);
  await enrol(admin, server);
  await admin.goto(`${server.origin}/settings/members`);
  await admin.getByLabel("メールアドレス").fill(TARO.email);
  await admin.getByRole("button", { name: "招待する" }).click();
  taro = await person(browser);
  await join(taro, server, TARO);
  await taro.goto(`${server.origin}/settings/security`);
  authenticator = await enrol(taro, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function linkTo(address, sent) {
  const mail = await server.mailTo(address, { subject: "パスワードの再設定", after: sent });
  return mail.body.match(/http\S+\/p\/\S+/)[0];
}

// O-40 EN-07 LI-04
test("a member who forgot the password sets a new one by a mailed link and a code", async () => {
  const page = await person(browser);
  const sent = server.mails.length;
  await page.goto(`${server.origin}/sign-in`);
  await page.getByRole("link", { name: "パスワードをお忘れの方" }).click();
  await page.getByLabel("メールアドレス").fill(TARO.email);
  await shot(page, "forgotten-password");
  await page.getByRole("button", { name: "リンクを送る" }).click();
  await page.getByText("受け付けました。").waitFor();
  await shot(page, "forgotten-password-asked");
  const link = await linkTo(TARO.email, sent);
  await page.goto(link);
  assert.equal(page.url(), `${server.origin}/new-password`);
  await page.getByLabel("新しいパスワード").fill(NEW);
  await page.getByLabel("認証コード").fill("000000");
  await page.getByRole("button", { name: "新しいパスワードを設定する" }).click();
  await page.getByRole("alert").waitFor();
  await shot(page, "new-password");
  await page.getByLabel("新しいパスワード").fill(NEW);
  await page.getByLabel("認証コード").fill(authenticator.next());
  await page.getByRole("button", { name: "新しいパスワードを設定する" }).click();
  await page.getByText("新しいパスワードを設定しました。").waitFor();
  await shot(page, "new-password-set");
  const told = await server.mailTo(TARO.email, { subject: "アカウントの設定", after: sent });
  assert.match(told.body, /パスワードが再設定されました/);

  await taro.goto(`${server.origin}/documents`);
  await taro.getByRole("heading", { name: "ログイン" }).waitFor();
  await signIn(page, server, TARO.email, { password: NEW });
  await page.getByLabel("認証コード").fill(authenticator.next());
  await page.getByRole("button", { name: "認証する" }).click();
  await page.getByRole("heading", { name: "書類", exact: true }).waitFor();
  await signOut(page);
  await page.goto(link);
  await page.getByRole("heading", { name: "このリンクは使えません" }).waitFor();
  assert.deepEqual(page.complaints, []);
});

// O-40
test("an admin has a link mailed to a member", async () => {
  const sent = server.mails.length;
  await admin.goto(`${server.origin}/settings/members`);
  await admin.getByRole("link", { name: "山田 太郎 さんにパスワードの再設定を案内" }).click();
  await shot(admin, "members-password");
  await admin.getByRole("button", { name: "リンクを送る" }).click();
  await admin.getByText("パスワードを設定するためのリンクを、ご本人にメールで送ります。").waitFor();
  const mail = await server.mailTo(TARO.email, { subject: "パスワードの再設定", after: sent });
  assert.match(mail.body, /組織の管理者が/);
  const page = await person(browser);
  await page.goto(await linkTo(TARO.email, sent));
  await page.getByLabel("認証コード").waitFor();
});

// EN-06 O-11 LI-03
test("the owner of the address reports a factor that is not theirs by the link in the mail", async () => {
  const told = await server.mailTo(TARO.email, { subject: "アカウントの設定が変わりました" });
  const link = told.body.match(/http\S+\/n\/\S+/)[0];
  const page = await person(browser);
  await page.goto(link);
  assert.equal(page.url(), `${server.origin}/not-me`);
  await page.getByText("アカウントに認証アプリ（2要素認証）が設定されました。").waitFor();
  await page.getByRole("button", { name: "身に覚えがないと知らせる" }).click();
  await page.getByRole("alert").getByText("「違います」と入力してください").waitFor();
  await shot(page, "account-report");
  const sent = server.mails.length;
  await page.getByLabel("確認").fill("違います");
  await page.getByRole("button", { name: "身に覚えがないと知らせる" }).click();
  await page.getByRole("heading", { name: "お知らせを受け付けました" }).waitFor();
  await shot(page, "account-report-done");
  const done = await server.mailTo(TARO.email, { subject: "身に覚えがないとのお知らせ", after: sent });
  assert.match(done.body, /\/forgotten-password/);
  await page.getByRole("link", { name: "パスワードをお忘れの方" }).click();
  await page.getByRole("button", { name: "リンクを送る" }).waitFor();
});
