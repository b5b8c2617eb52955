// A recipient loses the phone while a document waits.

import assert from "node:assert/strict";
import { test } from "node:test";
import { person, shot } from "../support/browser.mjs";
import { browser, sender, server } from "../support/enrolled-sender.mjs";
import { PASSWORD, arrive, consent, draft, enrol, goOnAndSend, registerApp, requestAdvancedAuth, saveBackupCodes } from "../support/steps.mjs";

const TARO = { name: "山田 太郎", email: "taro@example.com" };

// O-11 EN-08 EN-09
test("a backup code signs in, a new factor is enrolled, and the consent waits for the sender", async () => {
  await draft(sender, server, { title: "業務委託契約書", recipients: [TARO] });
  await requestAdvancedAuth(sender);
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const page = sender.url().split("?")[0];
  const invitation = await server.mailTo(TARO.email, { subject: "書類の確認" });
  const lost = await person(browser);
  const authenticator = await arrive(lost, server, TARO.email);
  await lost.getByRole("button", { name: "バックアップコードを表示する" }).click();
  await saveBackupCodes(lost, authenticator);
  await lost.getByText("手順 4/4").waitFor();
  assert.equal(await lost.getByText("まだ保存されていません").count(), 0, "the reminder has ended");

  const taro = await person(browser);
  await taro.goto(invitation.link);
  await taro.locator("summary", { hasText: "アカウントをお持ちの方" }).click();
  await taro.getByLabel("メールアドレス").fill(TARO.email);
  await taro.getByLabel("パスワード").fill(PASSWORD);
  await taro.getByRole("button", { name: "ログイン", exact: true }).click();
  await taro.getByRole("link", { name: "バックアップコードを使う" }).click();
  const sent = server.mails.length;
  await taro.getByLabel("バックアップコード").fill(authenticator.backupCodes[0]);
  await taro.getByRole("button", { name: "認証する" }).click();
  await taro.getByText("以前の2要素認証を解除しました。").waitFor();
  await shot(taro, "enrol-anew");
  const told = await server.mailTo("sato@warijirushi.example", { subject: "本人確認をお願いします", after: sent });
  assert.match(told.body, /バックアップコードが使われ/);
  assert.ok(!told.body.includes("業務委託契約書"));

  server.advance(60);
  await taro.goto(invitation.link);
  await taro.getByRole("button", { name: "確認コードを送る" }).click();
  const mail = await server.mailTo(TARO.email, { subject: "確認コード", after: sent });
  await taro.getByLabel("確認コード").fill(mail.code);
  await taro.getByRole("button", { name: "確認する" }).click();
  await taro.getByText("手順 3/4").waitFor();
  await registerApp(taro, server);
  await taro.getByText("送信者がご本人と確かめるまで").waitFor();
  await shot(taro, "consent-held");
  assert.equal(await taro.getByRole("button", { name: "書類の内容に同意する" }).count(), 0);
  await taro.goto(taro.url().replace("/document", "/consent"));
  await taro.getByRole("button", { name: "同意して確認完了" }).click();
  await taro.getByRole("heading", { name: "送信者の確認を待っています" }).waitFor();

  await sender.goto(page);
  await sender.getByText("要対応：アカウントでバックアップコードが使われ").waitFor();
  await shot(sender, "document-held");
  await sender.getByRole("button", { name: "山田 太郎 様ご本人と確かめたので、同意を受け付ける" }).click();
  await sender.getByText("同意の受け付けを再開しました。").waitFor();
  await taro.goto(taro.url().replace("/consent", "/document"));
  await consent(taro);
  await taro.getByText("締結されました。").waitFor();
  await sender.reload();
  await sender.getByText("山田 太郎 様が同意しました").waitFor();
  await sender.getByText("同意の受け付けを止めました").waitFor();
});
