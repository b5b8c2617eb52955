// Input fields without JavaScript.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { PHONE, TARO, agree, everyKind, openedBy, prepared, send } from "../support/filling.mjs";
import { startServer } from "../support/server.mjs";
import { setUp } from "../support/steps.mjs";

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

// O-33
test("without JavaScript the same form stands under the pages", async () => {
  const title = "スクリプトなし";
  const after = server.mails.length;
  await prepared(sender, server, title, [TARO], everyKind(0));
  await send(sender);
  const page = await openedBy(browser, server, TARO, title, { ...PHONE, javaScriptEnabled: false }, after);
  await page.getByText("未入力の項目が7件あります").first().waitFor();
  await page.getByRole("textbox", { name: "ご住所" }).fill("大阪市北区");
  await page.getByRole("textbox", { name: "郵便番号" }).fill("１２３");
  await page.getByRole("checkbox", { name: "規約を確認しました" }).check();
  await page.getByRole("textbox", { name: "納期" }).fill("2026-12-24");
  await page.getByLabel("口座振替").check();
  await page.getByLabel("署名として入る名前").fill("山田 太郎");
  assert.equal(await page.getByLabel("印影の文字").inputValue(), "山田");
  await page.getByRole("button", { name: "入力内容を保存" }).click();
  await page.getByText("郵便番号を7桁で入力してください").first().waitFor();
  assert.equal(await page.getByRole("textbox", { name: "ご住所" }).inputValue(), "大阪市北区", "nothing typed is lost");
  assert.ok(await page.getByLabel("口座振替").isChecked());
  await shot(page, "fill-no-script-wrong");
  await page.getByRole("textbox", { name: "郵便番号" }).fill("１００−０００５");
  await page.getByRole("button", { name: "入力内容を保存" }).click();
  await page.getByText("入力した内容を保存しました。").waitFor();
  await shot(page, "fill-no-script-saved");
  await page.goto(page.url().replace(/document.*$/, "consent"));
  await page.goBack();
  await agree(page);
  await page.getByText("締結されました。").or(page.getByText("電子署名を付与しています")).first().waitFor();
});
