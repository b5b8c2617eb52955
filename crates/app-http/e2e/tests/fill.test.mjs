// Input fields: every kind is filled on the pages by a recipient, shown as it will be printed, and sealed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { COMPUTER, PHONE, TARO, agree, everyKind, isPrinted, next, openedBy, prepared, send, sheet } from "../support/filling.mjs";
import { expectAlikeBeside, expectSigned } from "../support/rendered.mjs";
import { startServer } from "../support/server.mjs";
import { CONTRACT, lookThrough, setUp } from "../support/steps.mjs";
import { fingers } from "../support/touch.mjs";

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

async function fillEveryKind(page, { byFinger }) {
  assert.equal(await page.getByRole("button", { name: "書類の内容に同意する" }).count(), 0);
  await page.getByRole("button", { name: "入力を始める（残り7件）" }).click();
  await sheet(page).getByRole("textbox", { name: "ご住所" }).fill("東京都千代田区丸の内1-1-1");
  await next(page).click();
  const postal = sheet(page).getByRole("textbox", { name: "郵便番号" });
  await postal.fill("12345");
  await next(page).click();
  await sheet(page).getByText("郵便番号を7桁で入力してください").waitFor();
  assert.equal(await postal.inputValue(), "12345", "nothing typed is lost");
  await postal.fill("100-0005");
  await next(page).click();
  await sheet(page).getByRole("textbox", { name: "納期" }).fill("2026-12-24");
  await next(page).click();
  await sheet(page).getByLabel("銀行振込").check();
  await next(page).click();
  // The box is touched on the page; it is 4 mm wide.
  await sheet(page).getByRole("checkbox").check();
  await next(page).click();
  await sheet(page).locator("canvas").waitFor();
  await draw(page, byFinger);
  await next(page).click();
  assert.equal(await sheet(page).getByLabel("印影の文字").inputValue(), "山田");
  await sheet(page).getByRole("button", { name: "押印する" }).click();
  await sheet(page).getByText("印字される内容").waitFor();
  await next(page).click();
  await sheet(page).waitFor({ state: "detached" }).catch(() => {});
  await page.getByText("必須の項目はすべて入力されています。").waitFor();
  assert.ok(await page.getByRole("button", { name: "書類の内容に同意する" }).isVisible());
  for (const label of ["ご住所", "郵便番号", "納期", "支払方法", "押印", "ご署名"]) await isPrinted(page, label);
}

// A stroke over the pad, and another one that is taken back.
async function draw(page, byFinger) {
  const pad = sheet(page).locator("canvas");
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await pad.boundingBox();
  const finger = byFinger && (await fingers(page));
  for (const from of [0.2, 0.6]) {
    const points = Array.from({ length: 9 }, (_, step) => [x + width * (from + step / 40), y + height * (0.3 + step / 20)]);
    if (byFinger) {
      await finger.stroke(points);
      continue;
    }
    await page.mouse.move(...points[0]);
    await page.mouse.down();
    for (const point of points) await page.mouse.move(...point);
    await page.mouse.up();
  }
  await sheet(page).getByRole("button", { name: "1つ戻す" }).click();
  const strokes = await sheet(page).locator("[data-pad] input[type=hidden]").inputValue();
  assert.match(strokes, /^(\d+\.\d+_)+\d+\.\d+$/, "one stroke is left");
}

// Where the mark of the seal is, on the first page (left, top, width, height in millimetres).
const MARK = [4, 284, 100, 12];

// The concluded PDF has the values and the mark, and nothing else of its pages has changed; its seal is valid.
async function expectSealed(page, fields) {
  const href = await page.getByRole("link", { name: "締結済みPDF" }).getAttribute("href");
  const base64 = await page.evaluate(async (href) => {
    const bytes = new Uint8Array(await (await fetch(href)).arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
  }, href);
  const [sealed, base] = [Buffer.from(base64, "base64"), readFileSync(CONTRACT)];
  const area = (field) => [field.left, field.top, field.width, field.height].map((length) => length / 100);
  const isPrinted = (field) => field.required;
  expectAlikeBeside(base, sealed, 1, [MARK, ...fields.filter(isPrinted).map(area)]);
  expectAlikeBeside(base, sealed, 2, []);
  const key = readFileSync(join(server.folder, "data", "keys", "seal.pem"), "utf8");
  expectSigned(sealed, key.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/)[0]);
}

for (const [name, options] of [["phone", PHONE], ["computer", COMPUTER]]) {
  // O-33 O-30
  test(`every kind of field is filled on a ${name}, and the consent waits for it`, async () => {
    const title = `入力 ${name}`;
    const after = server.mails.length;
    const id = await prepared(sender, server, title, [TARO], everyKind(0));
    await send(sender);
    const page = await openedBy(browser, server, TARO, title, options, after);
    await shot(page, `fill-${name}-begin`);
    await page.getByRole("button", { name: "入力を始める（残り7件）" }).click();
    await shot(page, `fill-${name}-open`);
    await page.getByRole("button", { name: "閉じる" }).click();
    await fillEveryKind(page, { byFinger: name === "phone" });
    await shot(page, `fill-${name}-filled`);

    // Until the consent the sender is told how many, and sees no value.
    await sender.goto(`${server.origin}/documents/${id}`);
    await sender.getByText("入力項目を入力しました").first().waitFor();
    assert.equal(await sender.locator(".page-field.value").count(), 0);
    assert.ok(!(await sender.content()).includes("丸の内"));

    await page.reload();
    await isPrinted(page, "ご住所");
    await shot(page, `fill-${name}-reloaded`);
    await agree(page);
    // The page loads itself anew until the document is sealed.
    await page.getByText("締結されました。").waitFor();
    assert.equal(await page.locator("[data-fields]").count(), 0, "the pages show the values by themselves");
    await page.locator("#page-1 .text-layer", { hasText: "丸の内1-1-1" }).waitFor({ state: "attached" });
    await lookThrough(page);
    await shot(page, `fill-${name}-concluded`);
    await expectSealed(page, everyKind(0));
    assert.deepEqual(page.complaints, []);
  });
}
