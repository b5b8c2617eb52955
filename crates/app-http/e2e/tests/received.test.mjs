// 受け取った書類: a guest finds a document again without its mail.

import assert from "node:assert/strict";
import { test } from "node:test";
import { person, shot } from "../support/browser.mjs";
import { browser, sender, server } from "../support/enrolled-sender.mjs";
import { arrive, consent, draft, goOnAndSend, requestAdvancedAuth, signIn } from "../support/steps.mjs";

const TARO = { name: "山田 太郎", email: "taro@example.com" };
const HANAKO = { name: "鈴木 花子", email: "hanako@example.com" };

async function send({ title, recipients, withRequest }) {
  await draft(sender, server, { title, recipients });
  if (withRequest) await requestAdvancedAuth(sender);
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  return sender.url().split("?")[0];
}

async function cancel(document) {
  await sender.goto(`${document}/cancel`);
  await sender.getByRole("button", { name: "書類を取り消す" }).click();
  await sender.getByText("取り消し", { exact: true }).first().waitFor();
}

// O-22 O-41
test("a guest consents by an app and finds the document again from a fresh sign-in, without the mail", async () => {
  await send({ title: "業務委託契約書", recipients: [TARO], withRequest: true });
  const taro = await person(browser);
  const authenticator = await arrive(taro, server, TARO.email);
  await consent(taro);
  await taro.getByText("締結されました。").waitFor();
  await taro.getByRole("link", { name: "受け取った書類へ" }).click();
  await taro.getByRole("heading", { name: "受け取った書類" }).waitFor();
  const completion = await server.mailTo(TARO.email, { subject: "締結されました" });
  assert.match(completion.body, /\/received-documents\?show=concluded/);
  assert.equal(completion.link, undefined, "a recipient with an account needs no link");

  // More that was sent to Taro, in every state.
  await send({ title: "秘密保持契約書", recipients: [TARO, HANAKO], withRequest: true });
  await send({ title: "覚書（価格改定）", recipients: [TARO] });
  await cancel(await send({ title: "注文書", recipients: [TARO], withRequest: true }));
  await cancel(await send({ title: "見積条件の確認書", recipients: [TARO] }));

  const fresh = await person(browser);
  await signIn(fresh, server, TARO.email);
  await fresh.getByRole("heading", { name: "2要素認証" }).waitFor();
  await fresh.getByLabel("認証コード").fill(authenticator.next());
  await fresh.getByRole("button", { name: "認証する" }).click();
  await fresh.getByRole("heading", { name: "受け取った書類" }).waitFor();
  await shot(fresh, "received");
  const tabs = fresh.getByRole("navigation", { name: "状態" });
  await tabs.getByRole("link", { name: "あなたの確認待ち" }).click();
  await fresh.getByRole("link", { name: "秘密保持契約書" }).waitFor();
  assert.equal(await fresh.locator(".rows li").count(), 2);
  await tabs.getByRole("link", { name: "終了" }).click();
  await fresh.getByText("見積条件の確認書").waitFor();
  assert.equal(await fresh.getByText("注文書").count(), 0, "a gated title is not told once the document has ended");
  await shot(fresh, "received-ended");
  await tabs.getByRole("link", { name: "ほかの方の確認待ち" }).click();
  await fresh.getByText("この状態の書類はありません。").waitFor();
  await shot(fresh, "received-empty");
  await tabs.getByRole("link", { name: "すべて" }).click();
  await fresh.getByLabel("キーワード").fill("委託");
  await fresh.getByRole("button", { name: "検索", exact: true }).click();
  assert.equal(await fresh.locator(".rows li").count(), 1);
  await fresh.getByRole("link", { name: "業務委託契約書" }).click();
  await fresh.getByRole("heading", { name: "業務委託契約書" }).waitFor();
  await fresh.getByRole("link", { name: "締結済みPDF" }).waitFor();
  await fresh.goto(`${server.origin}/received-documents`);
  await fresh.getByRole("button", { name: "繁體中文" }).click();
  await fresh.getByRole("heading", { name: "收到的文件" }).waitFor();
  await shot(fresh, "received-zh-hant");
  for (const page of [taro, fresh]) assert.deepEqual(page.complaints, []);
});
