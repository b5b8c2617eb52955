// Input fields: radio buttons, of which one is chosen.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { field } from "../support/fields.mjs";
import { COMPUTER, PHONE, TARO, agree, isPrinted, openedBy, prepared, send } from "../support/filling.mjs";
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

const buttons = () => [
  field("radio", [22, 60, 5, 5], { by: 0, label: "月払い", group: "支払" }),
  field("radio", [22, 70, 5, 5], { by: 0, label: "年払い", group: "支払" }),
  field("radio", [22, 90, 5, 5], { by: 0, label: "郵送", group: "送付", required: false }),
  field("radio", [22, 100, 5, 5], { by: 0, label: "メール", group: "送付", required: false }),
];

// O-33
test("of radio buttons one is chosen, by finger and by key, and the last choice counts", async () => {
  const title = "選択ボタン";
  const after = server.mails.length;
  await prepared(sender, server, title, [TARO], buttons());
  await send(sender);
  const page = await openedBy(browser, server, TARO, title, PHONE, after);
  const marker = (label) => page.locator(`.page-field.own[aria-label^="${label}"]`);
  await page.getByRole("button", { name: "入力を始める（残り1件）" }).waitFor();
  await marker("月払い").tap();
  await page.locator('.page-field.own[aria-label="月払い：チェックあり"]').waitFor();
  await isPrinted(page, "月払い");
  await page.locator('.page-field.own[aria-label="年払い：チェックなし"]').waitFor();
  await marker("年払い").tap();
  await page.locator('.page-field.own[aria-label="年払い：チェックあり"]').waitFor();
  await page.locator('.page-field.own[aria-label="月払い：チェックなし"]').waitFor();
  assert.ok(await marker("月払い").locator("img").isHidden(), "the picture of the one before is gone");
  await marker("年払い").tap();
  assert.equal(await marker("年払い").getAttribute("aria-label"), "年払い：チェックあり", "one is required");
  await marker("郵送").focus();
  await page.keyboard.press(" ");
  await page.locator('.page-field.own[aria-label="郵送：チェックあり"]').waitFor();
  await page.keyboard.press("Enter");
  await page.locator('.page-field.own[aria-label="郵送：任意"]').waitFor();
  await shot(page, "fill-radio");
  await page.reload();
  await page.locator('.page-field.own[aria-label="年払い：チェックあり"]').waitFor();
  await agree(page);
  await page.getByText("締結されました。").or(page.getByText("電子署名を付与しています")).first().waitFor();
  assert.deepEqual(page.complaints, []);
});

// O-33
test("without JavaScript radio buttons are those of the form", async () => {
  const title = "選択ボタン（スクリプトなし）";
  const after = server.mails.length;
  await prepared(sender, server, title, [TARO], buttons());
  await send(sender);
  const page = await openedBy(browser, server, TARO, title, { ...COMPUTER, javaScriptEnabled: false }, after);
  await page.getByRole("radio", { name: "月払い" }).check();
  await page.getByRole("radio", { name: "年払い" }).check();
  assert.equal(await page.getByRole("radio", { name: "月払い" }).isChecked(), false);
  await page.getByRole("radio", { name: "選ばない" }).first().check();
  await page.getByRole("button", { name: "入力内容を保存" }).click();
  await page.getByText("入力した内容を保存しました。").waitFor();
  assert.ok(await page.getByRole("radio", { name: "年払い" }).isChecked());
  assert.ok(!(await page.getByRole("radio", { name: "月払い" }).isChecked()));
  await page.getByText("必須の項目はすべて入力されています。").waitFor();
});
