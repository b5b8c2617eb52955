// 03 入力項目の設定 without JavaScript.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { EMAIL, KINDS, WIDE, atFields } from "../support/placing.mjs";
import { startServer } from "../support/server.mjs";
import { setUp, signIn } from "../support/steps.mjs";

let browser, server, sender;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  sender = await person(browser, WIDE);
  await setUp(sender, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// O-32
test("without JavaScript every kind is added, changed and deleted in a form, and what was typed is kept", async () => {
  const plain = await person(browser, { ...WIDE, javaScriptEnabled: false });
  await signIn(plain, server, EMAIL);
  await plain.getByRole("heading", { name: "書類", exact: true }).waitFor();
  await atFields(plain, server);
  // Playwright finds no text within noscript.
  await plain.locator("noscript .empty").waitFor();
  await shot(plain, "fields-plain-none");
  for (const [index, name] of KINDS.entries()) {
    await plain.getByRole("link", { name, exact: true }).click();
    await plain.getByRole("heading", { name: "入力項目の追加" }).waitFor();
    await plain.getByLabel("上からの位置").fill(String(20 + index * 30));
    if (name === "選択") await plain.getByLabel("選択肢").fill("振込\n現金\n");
    if (name === "テキスト") {
      await plain.getByLabel("文字の大きさ").fill("99");
      await plain.getByLabel("ラベル").fill("ご住所");
      await plain.getByLabel("ページ", { exact: true }).fill("２");
      await plain.getByRole("button", { name: "保存", exact: true }).click();
      await plain.getByText("6〜36の数字で入力してください").first().waitFor();
      assert.equal(await plain.getByLabel("ラベル").inputValue(), "ご住所");
      await plain.getByLabel("文字の大きさ").fill("１２");
    }
    await plain.getByRole("button", { name: "保存", exact: true }).click();
    await plain.getByText("入力項目を追加しました。").waitFor();
  }
  await shot(plain, "fields-plain");
  assert.equal(await plain.locator(".field-list li").count(), 7);
  assert.equal(await plain.locator("#page-1 svg.placed-layer rect").count(), 6);
  await plain.getByRole("link", { name: "テキスト「ご住所」を編集" }).click();
  await plain.getByRole("heading", { name: "入力項目の変更" }).waitFor();
  assert.equal(await plain.getByLabel("文字の大きさ").inputValue(), "12");
  await plain.getByLabel("入力する方").selectOption({ label: "送信者（自分）" });
  await shot(plain, "fields-plain-form");
  await plain.getByRole("button", { name: "保存", exact: true }).click();
  await plain.getByText("入力項目を変更しました。").waitFor();
  await plain.getByRole("button", { name: "日付を削除" }).click();
  await plain.getByText("入力項目を削除しました。").waitFor();
  assert.equal(await plain.locator(".field-list li").count(), 6);
  assert.equal(await plain.getByRole("button", { name: "電子署名の表示欄を複製" }).count(), 0, "it is placed once");
  await plain.getByRole("button", { name: "押印を複製", exact: true }).click();
  await plain.getByText("入力項目を複製しました。").waitFor();
  assert.equal(await plain.locator(".field-list li").count(), 7);
  await plain.getByRole("button", { name: "署名を全ページに複製" }).click();
  await plain.getByText("入力項目を複製しました。").waitFor();
  assert.equal(await plain.locator(".field-list li").count(), 8);
  assert.equal(await plain.locator("#page-2 svg.placed-layer rect").count(), 2);
  await plain.getByRole("button", { name: "署名を全ページに複製" }).first().click();
  await plain.getByText("複製できるページがありません。").waitFor();
  await plain.getByRole("button", { name: "次へ" }).click();
  await plain.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  await plain.context().close();
});
