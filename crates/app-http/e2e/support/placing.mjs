// Placing input fields at step 03, by pointer and by touch.

import { addRecipient, draft } from "./steps.mjs";

export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
export const WIDE = { viewport: { width: 1280, height: 900 } };
export const EMAIL = "sato@warijirushi.example";
export const TWO = [{ name: "山田 太郎", email: "taro@example.com" }, { name: "鈴木 花子", email: "hanako@example.com" }];
export const KINDS = ["テキスト", "チェックボックス", "日付", "選択", "押印", "署名", "電子署名の表示欄"];

// A draft to two recipients, at step 03; with these files instead of the usual contract.
export async function atFields(page, server, { files, recipients = TWO, title = "業務委託契約書" } = {}) {
  await draft(page, server, { title, recipients: [] });
  if (files) {
    await page.getByRole("button", { name: "戻る" }).click();
    await page.getByLabel("PDFファイル").setInputFiles(files);
    await page.getByRole("button", { name: "次へ" }).click();
  }
  for (const recipient of recipients) await addRecipient(page, recipient);
  await page.getByRole("button", { name: "次へ" }).click();
  await page.getByRole("heading", { name: "03 入力項目の設定" }).waitFor();
  if (page.hasScripts) await page.locator("[data-kind=text]").waitFor();
}

export const pdf = (name, buffer) => ({ name, mimeType: "application/pdf", buffer });
export const kind = (page, name) => page.getByRole("group", { name: "入力項目の種類" }).getByRole("button", { name, exact: true });
export const boxes = (page, number) => page.locator(number ? `#page-${number} [data-box]` : "[data-box]");
export const boxOf = (page, title, number) => boxes(page, number).filter({ has: page.locator(".box-title", { hasText: title }) });
export const model = (page) => page.locator("[data-fields]").evaluate((input) => JSON.parse(input.value));
export const shown = (page) => page.locator("#page-1 img").evaluate((img) => img.decode());

// Where a part of a page is on the screen.
export async function at(page, number, x, y) {
  const figure = page.locator(`#page-${number} .placed-layer`);
  await figure.scrollIntoViewIfNeeded();
  const box = await figure.boundingBox();
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

export async function press(page, number, x, y) {
  const point = await at(page, number, x, y);
  if (page.context()._options?.hasTouch ?? false) await page.touchscreen.tap(point.x, point.y);
  else await page.mouse.click(point.x, point.y);
}

export async function drag(page, from, to, steps = 6) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps });
  await page.mouse.move(to.x, to.y, { steps });
  await page.mouse.up();
}

export const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });
