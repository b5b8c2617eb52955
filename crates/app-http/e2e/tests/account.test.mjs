// アカウント: name, address, factor names, sessions and consents of the own account.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { PASSWORD, arrive, consent, draft, enrol, goOnAndSend, requestAdvancedAuth, setUp, signIn } from "../support/steps.mjs";

const TARO = { name: "山田 太郎", email: "taro@example.com" };
const NEW_ADDRESS = "taro.yamada@example.com";

let browser, server;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  const sender = await person(browser);
  await setUp(sender, server);
  await sender.goto(`${server.origin}/settings/security`);
  await enrol(sender, server);
  await draft(sender, server, { title: "業務委託契約書", recipients: [TARO] });
  await requestAdvancedAuth(sender);
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function enterCode(page, authenticator) {
  await page.getByRole("heading", { name: "2要素認証" }).waitFor();
  await page.getByLabel("認証コード").fill(authenticator.next());
  await page.getByRole("button", { name: "認証する" }).click();
}

// O-22 EN-06
test("a guest changes name, address and a factor's name, and ends another session", async () => {
  const taro = await person(browser);
  const authenticator = await arrive(taro, server, TARO.email);
  await consent(taro);
  await taro.getByText("締結されました。").waitFor();

  const phone = await person(browser, { userAgent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1" });
  await signIn(phone, server, TARO.email);
  await enterCode(phone, authenticator);
  await phone.getByRole("heading", { name: "受け取った書類" }).waitFor();

  await taro.goto(`${server.origin}/settings/account`);
  await shot(taro, "account");
  await taro.getByLabel("氏名").fill("山田 太一");
  await taro.getByRole("button", { name: "保存" }).first().click();
  await taro.getByText("氏名を変更しました。").waitFor();
  await taro.getByText("名前を変更する").click();
  await taro.getByLabel("名前", { exact: true }).fill("会社のスマートフォン");
  await taro.locator("details").getByRole("button", { name: "保存" }).click();
  await taro.getByText("認証方法の名前を変更しました。").waitFor();
  await taro.getByText("会社のスマートフォン").first().waitFor();

  await taro.getByRole("button", { name: /Safari.*ログアウトさせる/ }).click();
  await taro.getByText("端末をログアウトさせました。").waitFor();
  await phone.reload();
  await phone.getByRole("heading", { name: "ログイン" }).waitFor();

  await taro.getByRole("link", { name: "一覧を見る" }).click();
  await taro.getByRole("link", { name: "業務委託契約書" }).waitFor();
  await shot(taro, "account-consents");

  server.advance(600);
  await taro.goto(`${server.origin}/settings/account/address`);
  await shot(taro, "account-address-sign-in");
  await taro.getByRole("link", { name: "認証コード" }).click();
  await enterCode(taro, authenticator);
  await taro.getByRole("link", { name: "メールアドレスを変更する" }).click();
  await taro.getByLabel("新しいメールアドレス").fill(NEW_ADDRESS);
  await shot(taro, "account-address");
  await taro.getByRole("button", { name: "確認コードを送る" }).click();
  await taro.getByRole("heading", { name: "確認コードを入力する" }).waitFor();
  await shot(taro, "account-address-codes");
  const present = await server.mailTo(TARO.email, { subject: "確認コード", after: server.mails.length - 4 });
  const next = await server.mailTo(NEW_ADDRESS, { subject: "確認コード" });
  await taro.getByLabel("いまのアドレスに届いた確認コード").fill(present.code);
  await taro.getByLabel("新しいアドレスに届いた確認コード").fill(next.code);
  await taro.getByRole("button", { name: "メールアドレスを変更する" }).click();
  await taro.getByText("メールアドレスを変更しました。").waitFor();
  await taro.getByText(NEW_ADDRESS).first().waitFor();
  await server.mailTo(TARO.email, { after: server.mails.length - 2 });

  // What was received before stays with the account.
  await signIn(phone, server, NEW_ADDRESS, { password: PASSWORD });
  await enterCode(phone, authenticator);
  await phone.getByRole("link", { name: "業務委託契約書" }).waitFor();
  for (const page of [taro, phone]) assert.deepEqual(page.complaints, []);
});
