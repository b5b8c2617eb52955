// Input fields are reached: small ones by a finger, all by keys, beside their sheet on small screens.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { field } from "../support/fields.mjs";
import { COMPUTER, PHONE, TARO, openedBy, prepared, send, sheet } from "../support/filling.mjs";
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
test("a small field is touched beside it too, and the answer bar keeps to a tenth of the screen", async () => {
  const title = "小さな欄";
  const after = server.mails.length;
  await prepared(sender, server, title, [TARO], [field("checkbox", [60, 100, 3, 3], { by: 0, label: "確認" })]);
  await send(sender);
  const page = await openedBy(browser, server, TARO, title, PHONE, after);
  const box = page.locator("[data-marker] rect");
  await box.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await box.boundingBox();
  assert.ok(width < 20, `${width} pixels`);
  await page.touchscreen.tap(x + width / 2 + 20, y + height / 2 + 20);
  await page.getByText("必須の項目はすべて入力されています。").waitFor({ state: "attached" });
  for (const viewport of [{ width: 390, height: 844 }, { width: 360, height: 640 }, { width: 844, height: 390 }]) {
    await page.setViewportSize(viewport);
    const covered = await page.locator(".answer").evaluate((bar) => {
      scrollTo(0, 300);
      const { top, bottom } = bar.getBoundingClientRect();
      return Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0)) / innerHeight;
    });
    assert.ok(covered <= 0.1, `${viewport.width}×${viewport.height}: ${covered}`);
  }
});

// O-33
test("by keyboard alone every kind is reached, filled and left, and the consent follows", async () => {
  const title = "キーボード";
  const after = server.mails.length;
  await prepared(sender, server, title, [TARO], [
    field("text", [22, 60, 70, 8], { by: 0, label: "甲" }),
    field("checkbox", [22, 100, 5, 5], { by: 0, label: "確認" }),
    field("date", [22, 110, 50, 8], { by: 0, label: "納期" }),
    field("choice", [22, 120, 50, 8], { by: 0, label: "支払方法", options: ["銀行振込", "口座振替"] }),
    field("stamp", [22, 130, 18, 18], { by: 0, label: "押印" }),
    field("signature", [22, 150, 70, 20], { by: 0, label: "ご署名" }),
  ]);
  await send(sender);
  const page = await openedBy(browser, server, TARO, title, COMPUTER, after);
  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const opened = (label) => sheet(page).filter({ has: page.locator(".fill-name", { hasText: label }) }).waitFor();
  await page.locator("[data-marker]").first().focus();
  await press("Enter");
  await page.keyboard.type("鍵盤");
  await press("Enter");
  await opened("確認");
  await press("Escape");
  assert.equal(await sheet(page).count(), 0);
  assert.match(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), /確認：未入力/);
  await press("Space", "Tab", "Enter");
  await opened("納期");
  // Month, day and year, as this browser asks for them.
  await page.keyboard.type("12242026");
  assert.equal(await sheet(page).locator("input[type=date]").inputValue(), "2026-12-24");
  await press("Enter");
  await opened("支払方法");
  await press("ArrowDown", "Tab", "Enter");
  await opened("押印");
  await press("Enter");
  await opened("ご署名");
  await press("Shift+Tab");
  await page.keyboard.type("山田 太郎");
  await press("Enter");
  await page.getByText("必須の項目はすべて入力されています。").waitFor();
  const said = await page.locator("[data-marker]").evaluateAll((markers) => markers.map((marker) => marker.getAttribute("aria-label")));
  for (const words of ["甲：鍵盤", /納期：2026年12月24日/, "支払方法：口座振替", /^押印：.*山田/, /^ご署名：.*山田 太郎/]) {
    assert.ok(said.some((label) => (words instanceof RegExp ? words.test(label) : label === words)), `${words}: ${said}`);
  }
  assert.ok(await page.getByRole("button", { name: "書類の内容に同意する" }).isVisible());
});

// O-33
test("on a phone's screen the field stands in view above its sheet, upright and in landscape", async () => {
  const title = "横向き";
  const after = server.mails.length;
  await prepared(sender, server, title, [TARO], [field("text", [100, 250, 70, 8], { by: 0, label: "下の欄" })]);
  await send(sender);
  const page = await openedBy(browser, server, TARO, title, PHONE, after);
  for (const viewport of [PHONE.viewport, { width: 360, height: 640 }, { width: 844, height: 390 }]) {
    await page.setViewportSize(viewport);
    await page.evaluate(() => scrollTo(0, 0));
    await page.getByRole("button", { name: "入力を始める（残り1件）" }).click();
    const [box, over] = [await page.locator("[data-marker] > rect").boundingBox(), await sheet(page).boundingBox()];
    const isApart = box.y + box.height <= over.y || over.y + over.height <= box.y;
    assert.ok(box.y >= 0 && box.y + box.height <= viewport.height && isApart, JSON.stringify({ viewport, box, over }));
    assert.ok(over.y >= 0 && over.y + over.height <= viewport.height + 1);
    await shot(page, `fill-sheet-${viewport.width}`);
    await page.setViewportSize(viewport);
    await page.getByRole("button", { name: "閉じる" }).click();
  }
});
