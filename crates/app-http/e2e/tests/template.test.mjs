// テンプレート: a draft is saved as one, and another document begins from it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { shot } from "../support/browser.mjs";
import { sender, server } from "../support/enrolled-sender.mjs";
import { draft, goOnAndSend, requestAdvancedAuth } from "../support/steps.mjs";

// T-062 T-064
test("a template of a draft with the request says that it does not keep it, and begins without it", async () => {
  await draft(sender, server, { title: "業務委託契約書", recipients: [{ name: "山田 太郎", email: "taro@example.com" }] });
  await requestAdvancedAuth(sender);
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  await sender.getByLabel("メッセージ").fill("よろしくお願いします。");
  await sender.getByRole("button", { name: "テンプレートとして保存" }).click();
  await sender.getByText("高度な認証リクエストの設定はテンプレートに保存されません").waitFor();
  await shot(sender, "template-save");
  await sender.getByLabel("テンプレート名").fill("業務委託（標準）");
  await sender.getByRole("button", { name: "保存", exact: true }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  await sender.getByText("高度な認証リクエストの設定はテンプレートに保存されません").waitFor();
  await sender.getByRole("link", { name: "テンプレート", exact: true }).click();
  await sender.getByRole("heading", { name: "テンプレート", exact: true }).waitFor();
  await shot(sender, "templates");

  await sender.getByRole("button", { name: "業務委託（標準） から書類を作成" }).click();
  await sender.getByRole("heading", { name: "01 書類の準備" }).waitFor();
  await sender.getByText("元の下書きには、高度な認証リクエストが設定されていました").waitFor();
  await shot(sender, "template-begun");
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByText("taro@example.com").waitFor();
  assert.equal(await sender.getByText("設定あり").count(), 0);
  const sent = server.mails.length;
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const mail = await server.mailTo("taro@example.com", { subject: "書類の確認", after: sent });
  assert.match(mail.body, /よろしくお願いします/);
});

test("a template is renamed and deleted", async () => {
  await sender.goto(`${server.origin}/templates`);
  await sender.getByRole("link", { name: "業務委託（標準） の名前を変更" }).click();
  await sender.getByLabel("テンプレート名").fill("業務委託（改定）");
  await sender.getByRole("button", { name: "保存", exact: true }).click();
  await sender.getByText("テンプレート名を変更しました。").waitFor();
  await sender.getByRole("link", { name: "業務委託（改定） を削除" }).click();
  await shot(sender, "template-delete");
  await sender.getByRole("button", { name: "削除する" }).click();
  await sender.getByText("まだテンプレートがありません。").waitFor();
});
