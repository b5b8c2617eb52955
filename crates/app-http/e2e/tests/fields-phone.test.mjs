// 03 入力項目の設定 on a phone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { EMAIL, KINDS, PHONE, WIDE, at, atFields, boxOf, boxes, kind, middle, model, shown } from "../support/placing.mjs";
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
test("on a phone a field is placed by two taps and dragged by a finger", async () => {
  const phone = await person(browser, PHONE);
  await signIn(phone, server, EMAIL);
  await phone.getByRole("heading", { name: "書類", exact: true }).waitFor();
  await atFields(phone, server);
  await shown(phone);
  const width = await phone.locator("body").evaluate((body) => body.scrollWidth);
  assert.ok(width <= 390, `the page is ${width} pixels wide`);
  await kind(phone, "押印").tap();
  const target = await at(phone, 1, 0.6, 0.3);
  await phone.touchscreen.tap(target.x, target.y);
  const [placed] = await model(phone);
  assert.ok(Math.abs(placed.left + 1000 - 0.6 * 21000) < 300, JSON.stringify(placed));
  // The chosen field stays in view beside its settings.
  const box = await boxes(phone).boundingBox();
  const sheet = await phone.locator("[data-properties]").boundingBox();
  assert.ok(box.y + box.height <= sheet.y + 1, `${box.y} ${sheet.y}`);
  const finger = await phone.context().newCDPSession(phone);
  const from = middle(box);
  const touch = (type, x, y) => finger.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
  await touch("touchStart", from.x, from.y);
  for (let step = 1; step <= 5; step++) await touch("touchMove", from.x - 12 * step, from.y + 8 * step);
  await touch("touchEnd");
  const [moved] = await model(phone);
  assert.ok(moved.left < placed.left && moved.top > placed.top, JSON.stringify([placed, moved]));
  await shot(phone, "fields-phone");
  await phone.getByRole("button", { name: "閉じる" }).tap();
  // Two fingers make the page larger under them, also where one of them touches a field.
  const page = phone.locator("#page-1");
  await phone.locator("[data-page-list]").evaluate((it) => it.scrollIntoView({ block: "center" }));
  const [one, list] = [await page.boundingBox(), await phone.locator("[data-page-list]").boundingBox()];
  const [x, y] = [list.x + list.width / 2, list.y + list.height / 2];
  const held = (box) => [(x - box.x) / box.width, (y - box.y) / box.height];
  const pinch = (type, apart) => finger.send("Input.dispatchTouchEvent", { type, touchPoints: [{ x: x - apart, y, id: 1 }, { x: x + apart, y, id: 2 }] });
  await pinch("touchStart", 40);
  for (const apart of [48, 56, 64, 72, 80]) await pinch("touchMove", apart);
  await touch("touchEnd");
  assert.equal(await phone.locator("[data-zoom-level]").innerText(), "200%");
  const twice = await page.boundingBox();
  assert.ok(Math.abs(twice.width - 2 * one.width) < 12, `${one.width} became ${twice.width}`);
  held(one).forEach((part, axis) => assert.ok(Math.abs(part - held(twice)[axis]) < 0.02, `${held(one)} ${held(twice)}`));
  assert.ok((await phone.evaluate(() => visualViewport.scale)) === 1, "the page around it keeps its size");
  assert.deepEqual(await model(phone), [moved], "no field was moved");
  await shot(phone, "fields-phone-pinched");
  await pinch("touchStart", 80);
  for (const apart of [60, 40, 20]) await pinch("touchMove", apart);
  await touch("touchEnd");
  assert.equal(await phone.locator("[data-zoom-level]").innerText(), "75%");
  await phone.getByRole("button", { name: "拡大" }).tap();
  assert.equal(await phone.locator("[data-zoom-level]").innerText(), "100%");
  // Every other kind by two taps.
  const others = KINDS.filter((name) => name !== "押印");
  for (const [index, name] of others.entries()) {
    await kind(phone, name).tap();
    const place = await at(phone, 2, 0.35, 0.08 + 0.11 * index);
    await phone.touchscreen.tap(place.x, place.y);
    await boxOf(phone, name, 2).waitFor();
    await phone.getByRole("button", { name: "閉じる" }).tap();
  }
  const placedKinds = (await model(phone)).map((field) => field.kind);
  assert.deepEqual(placedKinds, ["stamp", "text", "checkbox", "date", "choice", "signature", "seal_box"]);
  await shot(phone, "fields-phone-every-kind");
  await phone.getByRole("button", { name: "次へ" }).tap();
  await phone.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  assert.deepEqual(phone.complaints, []);
  await phone.context().close();
});
