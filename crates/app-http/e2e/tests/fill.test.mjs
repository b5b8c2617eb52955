// Input fields: filled on the pages by recipients and the sender, shown as they will be printed.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { field, setFields } from "../support/fields.mjs";
import { startServer } from "../support/server.mjs";
import { expectAlikeBeside, expectSigned } from "../support/rendered.mjs";
import { CONTRACT, draft, lookThrough, setUp } from "../support/steps.mjs";
import { fingers } from "../support/touch.mjs";
import { expectLanguage, wordsOf } from "../support/words.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const COMPUTER = { viewport: { width: 1280, height: 800 } };
const TARO = "taro@example.com";
const HANAKO = "hanako@example.com";

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

const everyKind = (by) => [
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
async function prepared(title, emails, fields) {
  const recipients = emails.map((email, place) => ({ name: place ? "鈴木 花子" : "山田 太郎", email }));
  await draft(sender, server, { title, recipients });
  const id = sender.url().match(/documents\/([\w-]+)/)[1];
  await setFields(sender, server, id, fields);
  return id;
}

async function send() {
  await sender.getByRole("button", { name: "送信する" }).click();
  await sender.getByText("書類を送信しました。").waitFor();
}

async function openedBy(email, title, options, after = 0) {
  const page = await person(browser, options);
  const { link } = await server.mailTo(email, { subject: "書類の確認", after });
  await page.goto(link);
  await page.getByRole("button", { name: "書類を開く" }).click();
  await page.getByRole("heading", { name: title }).waitFor();
  return page;
}

const sheet = (page) => page.locator(".fill-item.open");
const next = (page) => sheet(page).getByRole("button", { name: /次の項目|完了/ });

// The picture of a saved value has come.
async function isPrinted(page, label) {
  const image = page.locator(`.page-field[aria-label^="${label}"] img`);
  await image.waitFor();
  for (let tries = 0; tries < 200; tries++) {
    if (await image.evaluate((img) => img.complete && img.naturalWidth > 0)) return;
    await page.waitForTimeout(25);
  }
  assert.fail(`${label} is not shown`);
}

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

async function agree(page) {
  await lookThrough(page);
  await page.getByRole("button", { name: "書類の内容に同意する" }).click();
  await page.getByRole("button", { name: "同意して確認完了" }).click();
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
    const id = await prepared(title, [TARO], everyKind(0));
    await send();
    const page = await openedBy(TARO, title, options, after);
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

// O-33
test("a small field is touched beside it too, and the answer bar keeps to a tenth of the screen", async () => {
  const title = "小さな欄";
  const after = server.mails.length;
  await prepared(title, [TARO], [field("checkbox", [60, 100, 3, 3], { by: 0, label: "確認" })]);
  await send();
  const page = await openedBy(TARO, title, PHONE, after);
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
test("two recipients see each other's values once they stand, and the sender's from the beginning", async () => {
  const title = "二人の欄";
  const after = server.mails.length;
  const id = await prepared(title, [TARO, HANAKO], [
    field("text", [22, 40, 60, 8], { label: "契約番号" }),
    field("text", [22, 60, 60, 8], { by: 0, label: "甲" }),
    field("text", [22, 80, 60, 8], { by: 1, label: "乙" }),
    field("seal_box", [120, 250, 70, 20], { required: false }),
  ]);
  await sender.getByRole("button", { name: "送信する" }).click();
  await sender.getByText("未入力の項目が1件あります").first().waitFor();
  await shot(sender, "fill-sender-missing");
  await sender.locator("[data-marker]").click();
  await sheet(sender).getByRole("textbox").fill("K-2026-001");
  await next(sender).click();
  await sender.getByText("必須の項目はすべて入力されています。").waitFor();
  await shot(sender, "fill-sender-filled");
  await send();

  const taro = await openedBy(TARO, title, COMPUTER, after);
  assert.equal(await taro.locator(".page-field.value img[alt='K-2026-001']").count(), 1);
  assert.equal(await taro.getByRole("img", { name: "ほかの方が入力します" }).count(), 1);
  assert.equal(await taro.getByRole("img", { name: "電子署名の内容がここに表示されます" }).count(), 1);
  await taro.locator("[data-marker]").click();
  await sheet(taro).getByRole("textbox").fill("太郎の値");
  await next(taro).click();
  await isPrinted(taro, "甲");
  // The content changes after the question was opened in another tab: the consent is refused with a way back.
  await lookThrough(taro);
  await taro.getByRole("button", { name: "書類の内容に同意する" }).click();
  await taro.getByRole("button", { name: "同意して確認完了" }).waitFor();
  const other = await taro.context().newPage();
  await other.goto(taro.url().replace(/consent$/, "document"));
  await other.locator("[data-marker]").click();
  await sheet(other).getByRole("textbox").fill("太郎の別の値");
  await next(other).click();
  await isPrinted(other, "甲");
  await taro.getByRole("button", { name: "同意して確認完了" }).click();
  await taro.getByRole("link", { name: "入力に戻る" }).click();
  await taro.getByRole("heading", { name: title }).waitFor();
  await agree(taro);
  await taro.getByText("に同意しました").waitFor();

  const hanako = await openedBy(HANAKO, title, PHONE, after);
  await hanako.locator(".page-field.value img[alt='太郎の別の値']").waitFor({ state: "attached" });
  await shot(hanako, "fill-second-recipient");
  await sender.goto(`${server.origin}/documents/${id}`);
  assert.equal(await sender.locator(".page-field.value img[alt='太郎の別の値']").count(), 1);
  assert.equal(await sender.getByRole("img", { name: "鈴木 花子 様が入力します" }).count(), 1);
  await shot(sender, "fill-sender-sees");

  // Taro takes the consent back with the value: Hanako has not agreed, and sees the field empty.
  await taro.getByRole("link", { name: "同意を取り消す" }).click();
  await taro.getByText("入力した内容も取り消され").waitFor();
  await shot(taro, "fill-withdraw");
  await taro.getByRole("button", { name: "同意を取り消す" }).click();
  await taro.getByText("同意を取り消しました。").waitFor();
  await hanako.reload();
  assert.equal(await hanako.locator(".page-field.value img[alt='太郎の別の値']").count(), 0);
});

// O-33
test("without JavaScript the same form stands under the pages", async () => {
  const title = "スクリプトなし";
  const after = server.mails.length;
  await prepared(title, [TARO], everyKind(0));
  await send();
  const page = await openedBy(TARO, title, { ...PHONE, javaScriptEnabled: false }, after);
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
  await prepared(title, [TARO], buttons());
  await send();
  const page = await openedBy(TARO, title, PHONE, after);
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
  await prepared(title, [TARO], buttons());
  await send();
  const page = await openedBy(TARO, title, { ...COMPUTER, javaScriptEnabled: false }, after);
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

// O-33
test("by keyboard alone every kind is reached, filled and left, and the consent follows", async () => {
  const title = "キーボード";
  const after = server.mails.length;
  await prepared(title, [TARO], [
    field("text", [22, 60, 70, 8], { by: 0, label: "甲" }),
    field("checkbox", [22, 100, 5, 5], { by: 0, label: "確認" }),
    field("date", [22, 110, 50, 8], { by: 0, label: "納期" }),
    field("choice", [22, 120, 50, 8], { by: 0, label: "支払方法", options: ["銀行振込", "口座振替"] }),
    field("stamp", [22, 130, 18, 18], { by: 0, label: "押印" }),
    field("signature", [22, 150, 70, 20], { by: 0, label: "ご署名" }),
  ]);
  await send();
  const page = await openedBy(TARO, title, COMPUTER, after);
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
  await prepared(title, [TARO], [field("text", [100, 250, 70, 8], { by: 0, label: "下の欄" })]);
  await send();
  const page = await openedBy(TARO, title, PHONE, after);
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

for (const [language, name] of [["en", "English"], ["zh-Hans", "简体中文"], ["zh-Hant", "繁體中文"]]) {
  // O-33 T-073
  test(`a recipient fills the fields in ${name}`, async () => {
    const t = wordsOf(language);
    const [title, email] = ["Service Agreement", `lee-${language.toLowerCase()}@example.com`];
    const after = server.mails.length;
    await draft(sender, server, { title, recipients: [{ name: "Lee", email, language: name }] });
    const id = sender.url().match(/documents\/([\w-]+)/)[1];
    const fields = everyKind(0).map((one) => ({ ...one, label: "", ...(one.options && { options: ["A", "B"] }) }));
    await setFields(sender, server, id, fields);
    await send();
    const page = await person(browser, PHONE);
    await page.goto((await server.mailTo(email, { after })).link);
    await page.getByRole("button", { name: t("recipient-open-document") }).click();
    await page.getByRole("heading", { name: title }).waitFor();
    await expectLanguage(page, language, ["割印商事株式会社", "佐藤 一郎", title, "contract.pdf"]);
    await page.locator("[data-fill-note]").click();
    await expectLanguage(page, language, ["割印商事株式会社", "佐藤 一郎", title, "contract.pdf"]);
    await shot(page, `fill-${language}`);
    assert.deepEqual(page.complaints, []);
  });
}

// O-33 MA-02
test("a consent to values that are taken back lapses, and the mail says why", async () => {
  const title = "取り消された値";
  const after = server.mails.length;
  const JIRO = "jiro@example.com";
  await prepared(title, [TARO, HANAKO, JIRO], [field("text", [22, 60, 60, 8], { by: 0, label: "甲" })]);
  await send();
  const taro = await openedBy(TARO, title, COMPUTER, after);
  await taro.locator("[data-marker]").click();
  await sheet(taro).getByRole("textbox").fill("取り消す値");
  await next(taro).click();
  await isPrinted(taro, "甲");
  await agree(taro);
  await taro.getByText("に同意しました").waitFor();
  const hanako = await openedBy(HANAKO, title, COMPUTER, after);
  await agree(hanako);
  await hanako.getByText("に同意しました").waitFor();
  const before = server.mails.length;
  await taro.getByRole("link", { name: "同意を取り消す" }).click();
  await taro.getByRole("button", { name: "同意を取り消す" }).click();
  await taro.getByText("同意を取り消しました。").waitFor();
  const mail = await server.mailTo(HANAKO, { after: before });
  assert.match(mail.subject, /再確認/);
  assert.match(mail.body, /あなたの同意は無効になりました/);
});
