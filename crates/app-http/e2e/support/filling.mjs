// Filling input fields: a document that has some, opened by those who fill them.

import assert from "node:assert/strict";
import { person } from "./browser.mjs";
import { field, setFields } from "./fields.mjs";
import { draft, lookThrough } from "./steps.mjs";

export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
export const COMPUTER = { viewport: { width: 1280, height: 800 } };
export const TARO = "taro@example.com";
export const HANAKO = "hanako@example.com";

export const everyKind = (by) => [
  field("text", [22, 60, 70, 8], { by, label: "ご住所" }),
  field("text", [22, 72, 70, 16], { by, label: "備考", required: false, lines: "several", limit: 200 }),
  field("text", [110, 60, 40, 7], { by, label: "郵便番号", pattern: "postal_code", limit: 10 }),
  field("checkbox", [22, 100, 4, 4], { by, label: "規約を確認しました" }),
  field("date", [40, 98, 40, 8], { by, label: "納期" }),
  field("date", [90, 98, 40, 8], { by, filling: "consent", label: "同意日" }),
  field("choice", [140, 98, 40, 8], { by, label: "支払方法", options: ["銀行振込", "口座振替"] }),
  field("stamp", [150, 250, 18, 18], { by, label: "押印" }),
  field("signature", [22, 250, 70, 20], { by, label: "ご署名" }),
];

// A document to these people with these fields, at step 04.
export async function prepared(sender, server, title, emails, fields) {
  const recipients = emails.map((email, place) => ({ name: place ? "鈴木 花子" : "山田 太郎", email }));
  await draft(sender, server, { title, recipients });
  const id = sender.url().match(/documents\/([\w-]+)/)[1];
  await setFields(sender, server, id, fields);
  return id;
}

export async function send(sender) {
  await sender.getByRole("button", { name: "送信する" }).click();
  await sender.getByText("書類を送信しました。").waitFor();
}

export async function openedBy(browser, server, email, title, options, after = 0) {
  const page = await person(browser, options);
  const { link } = await server.mailTo(email, { subject: "書類の確認", after });
  await page.goto(link);
  await page.getByRole("button", { name: "書類を開く" }).click();
  await page.getByRole("heading", { name: title }).waitFor();
  return page;
}

export const sheet = (page) => page.locator(".fill-item.open");
export const next = (page) => sheet(page).getByRole("button", { name: /次の項目|完了/ });

// The picture of a saved value has come.
export async function isPrinted(page, label) {
  const image = page.locator(`.page-field[aria-label^="${label}"] img`);
  await image.waitFor();
  for (let tries = 0; tries < 200; tries++) {
    if (await image.evaluate((img) => img.complete && img.naturalWidth > 0)) return;
    await page.waitForTimeout(25);
  }
  assert.fail(`${label} is not shown`);
}

export async function agree(page) {
  await lookThrough(page);
  await page.getByRole("button", { name: "書類の内容に同意する" }).click();
  await page.getByRole("button", { name: "同意して確認完了" }).click();
}
