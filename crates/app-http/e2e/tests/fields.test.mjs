// 03 入力項目の設定: fields are placed by pointer, by keys, by touch and by a form, undone, copied, refused and found by tags.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { addRecipient, draft, setUp, signIn } from "../support/steps.mjs";
import { form, pages, radioForm, tagged } from "../support/pdf.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
const WIDE = { viewport: { width: 1280, height: 900 } };
const EMAIL = "sato@warijirushi.example";
const TWO = [{ name: "山田 太郎", email: "taro@example.com" }, { name: "鈴木 花子", email: "hanako@example.com" }];
const KINDS = ["テキスト", "チェックボックス", "日付", "選択", "押印", "署名", "電子署名の表示欄"];

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

// A draft to two recipients, at step 03; with these files instead of the usual contract.
async function atFields(page, { files, recipients = TWO, title = "業務委託契約書" } = {}) {
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

const pdf = (name, buffer) => ({ name, mimeType: "application/pdf", buffer });
const kind = (page, name) => page.getByRole("group", { name: "入力項目の種類" }).getByRole("button", { name, exact: true });
const boxes = (page, number) => page.locator(number ? `#page-${number} [data-box]` : "[data-box]");
const boxOf = (page, title, number) => boxes(page, number).filter({ has: page.locator(".box-title", { hasText: title }) });
const model = (page) => page.locator("[data-fields]").evaluate((input) => JSON.parse(input.value));
const shown = (page) => page.locator("#page-1 img").evaluate((img) => img.decode());

// Where a part of a page is on the screen.
async function at(page, number, x, y) {
  const figure = page.locator(`#page-${number} .placed-layer`);
  await figure.scrollIntoViewIfNeeded();
  const box = await figure.boundingBox();
  return { x: box.x + box.width * x, y: box.y + box.height * y };
}

async function press(page, number, x, y) {
  const point = await at(page, number, x, y);
  if (page.context()._options?.hasTouch ?? false) await page.touchscreen.tap(point.x, point.y);
  else await page.mouse.click(point.x, point.y);
}

async function drag(page, from, to, steps = 6) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps });
  await page.mouse.move(to.x, to.y, { steps });
  await page.mouse.up();
}

const middle = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

// O-32
test("a step without fields is calm, and the document is sent as ever", async () => {
  await atFields(sender);
  await shown(sender);
  await shot(sender, "fields-none");
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  await sender.getByRole("button", { name: "送信する" }).click();
  await sender.getByText("書類を送信しました。").waitFor();
});

// O-32
test("every kind is placed with a pointer, dragged, resized, snapped, set, and kept", async () => {
  await atFields(sender);
  await shown(sender);
  // By a click on the kind and a click on the page.
  const places = [[0.3, 0.15], [0.1, 0.25], [0.7, 0.25], [0.3, 0.35], [0.8, 0.35], [0.6, 0.45]];
  for (const [index, [x, y]] of places.entries()) {
    await kind(sender, KINDS[index]).click();
    await sender.getByText(`${KINDS[index]}を置く場所を`).first().waitFor();
    await press(sender, 1, x, y);
  }
  // By dragging the kind onto the page.
  const target = await at(sender, 1, 0.3, 0.45);
  await drag(sender, middle(await kind(sender, "電子署名の表示欄").boundingBox()), target);
  assert.deepEqual((await model(sender)).map((field) => field.kind), ["text", "checkbox", "date", "choice", "stamp", "signature", "seal_box"]);
  const all = await model(sender);
  for (const [index, [x, y]] of places.entries()) {
    const field = all[index];
    assert.ok(Math.abs(field.left + field.width / 2 - x * 21000) < 300 && Math.abs(field.top + field.height / 2 - y * 29700) < 300, JSON.stringify([x, y, field]));
    assert.equal(field.left % 100, 0, "on the grid");
  }
  // The second box for the seal is refused.
  await kind(sender, "電子署名の表示欄").click();
  await press(sender, 1, 0.5, 0.05);
  await sender.getByText("1つの書類に1つだけ").waitFor();
  assert.equal((await model(sender)).length, 7);

  // Dragged to where its left edge nearly meets that of the stamp: it does then.
  const text = boxOf(sender, "テキスト");
  const checkbox = boxOf(sender, "チェックボックス");
  const of = async (kind) => (await model(sender)).find((field) => field.kind === kind);
  const before = await checkbox.boundingBox();
  const edge = (await boxOf(sender, "押印").boundingBox()).x;
  await drag(sender, middle(before), { x: edge + before.width / 2 + 3, y: before.y - 50 });
  assert.equal((await of("checkbox")).left, (await of("stamp")).left);
  const signature = boxOf(sender, /^署名/);
  await signature.click();
  const corner = await signature.locator(".handle-se").boundingBox();
  await drag(sender, middle(corner), { x: corner.x + 60, y: corner.y + 40 });
  const resized = await of("signature");
  assert.ok(resized.width > 5000 && resized.height > 1500, JSON.stringify(resized));

  // What it asks for, and how.
  await text.click();
  await sender.getByLabel("ラベル").fill("ご住所");
  await sender.getByLabel("行数").selectOption({ label: "複数行" });
  await sender.getByLabel("文字の大きさ").fill("9");
  await sender.getByLabel("入力例").fill("東京都千代田区");
  await sender.getByLabel("幅（mm）").fill("72.5");
  await sender.getByLabel("幅（mm）").press("Tab");
  await shot(sender, "fields-placed");
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  await sender.goto(sender.url().replace(/04$/, "03"));
  await boxes(sender).first().waitFor();
  const kept = (await model(sender)).find((field) => field.kind === "text");
  assert.deepEqual(
    [kept.label, kept.lines, kept.size, kept.placeholder, kept.width],
    ["ご住所", "several", 9, "東京都千代田区", 7250],
  );
  assert.deepEqual(sender.complaints, []);
});

// O-32
test("undo, redo, duplicates, copies on all pages, several at once", async () => {
  await atFields(sender, { files: [pdf("別紙.pdf", pages(4))] });
  await kind(sender, "押印").click();
  await press(sender, 1, 0.5, 0.3);
  await kind(sender, "日付").click();
  await press(sender, 1, 0.3, 0.5);
  assert.equal((await model(sender)).length, 2);
  await sender.keyboard.press("Control+z");
  assert.equal((await model(sender)).length, 1);
  await sender.keyboard.press("Control+Shift+z");
  assert.equal((await model(sender)).length, 2);
  await sender.getByRole("button", { name: "元に戻す" }).click();
  await sender.getByRole("button", { name: "やり直す" }).click();
  assert.equal((await model(sender)).length, 2);

  await boxOf(sender, "押印").click();
  await sender.getByRole("button", { name: "全ページに複製" }).click();
  const stamps = (await model(sender)).filter((field) => field.kind === "stamp");
  assert.deepEqual(stamps.map((field) => field.page).sort(), [1, 2, 3, 4]);
  assert.equal(new Set(stamps.map((field) => `${field.left},${field.top}`)).size, 1);
  assert.equal(new Set(stamps.map((field) => field.id)).size, 4);
  await sender.getByRole("button", { name: "全ページに複製" }).click();
  await sender.getByText("複製できるページがありません。").waitFor();

  await boxOf(sender, "押印", 1).click();
  await boxOf(sender, "日付", 1).click({ modifiers: ["Shift"] });
  await sender.getByText("2件を選んでいます。").waitFor();
  await sender.getByRole("button", { name: "その他の操作" }).click();
  await sender.getByRole("button", { name: "左を揃える" }).click();
  const lefts = (await model(sender)).filter((field) => field.page === 1).map((field) => field.left);
  assert.equal(new Set(lefts).size, 1);
  await sender.getByLabel("入力する方").selectOption({ label: "宛先2 鈴木 花子 様" });
  assert.equal(new Set((await model(sender)).filter((field) => field.page === 1).map((field) => field.assignee)).size, 1);
  await sender.getByRole("button", { name: "その他の操作" }).click();
  await sender.getByRole("button", { name: "コピー" }).click();
  await sender.locator("#page-3").scrollIntoViewIfNeeded();
  await sender.locator("[data-page-list]").focus();
  await sender.keyboard.press("Control+v");
  assert.ok((await model(sender)).some((field) => field.kind === "date" && field.page > 1));
  await shot(sender, "fields-several");
  await sender.getByRole("toolbar", { name: "編集" }).getByRole("button", { name: "削除" }).click();
  const rest = (await model(sender)).length;
  await sender.keyboard.press("Control+z");
  assert.equal((await model(sender)).length, rest + 2);
  await sender.getByRole("button", { name: "下書きを保存" }).click();
  await sender.getByRole("heading", { name: "書類", exact: true }).waitFor();
  assert.deepEqual(sender.complaints, []);
});

// O-32
test("every kind is placed, moved, resized, chosen and deleted by keys alone", async () => {
  await atFields(sender);
  for (const name of KINDS) {
    await kind(sender, name).focus();
    await sender.keyboard.press("Enter");
  }
  let all = await model(sender);
  assert.deepEqual(all.map((field) => field.kind), ["text", "checkbox", "date", "choice", "stamp", "signature", "seal_box"]);
  assert.equal(await sender.locator(".has-fault").count(), 0, "none lies over another");
  // The focus is on what was placed last.
  const focused = () => sender.evaluate(() => document.activeElement.dataset.box);
  assert.equal(await focused(), all[6].id);
  const seal = () => model(sender).then((fields) => fields.find((field) => field.kind === "seal_box"));
  const before = await seal();
  await sender.keyboard.press("ArrowRight");
  await sender.keyboard.press("Shift+ArrowDown");
  await sender.keyboard.press("Control+ArrowRight");
  await sender.keyboard.press("Control+ArrowDown");
  const after = await seal();
  assert.deepEqual(
    [after.left - before.left, after.top - before.top, after.width - before.width, after.height - before.height],
    [100, 1000, 100, 100],
  );
  await sender.locator("[data-live]", { hasText: `左から${after.left / 100}mm` }).waitFor({ state: "attached" });
  await sender.keyboard.press("Shift+Tab");
  const previous = await focused();
  assert.ok(previous && previous !== all[6].id);
  await sender.keyboard.press("Enter");
  await sender.keyboard.press("Control+d");
  assert.equal((await model(sender)).length, 8);
  await sender.keyboard.press("Delete");
  await sender.keyboard.press("Delete");
  all = await model(sender);
  assert.ok(all.length < 8, `${all.length}`);
  assert.ok(await focused(), "the focus stays on the page");
  await sender.keyboard.press("Escape");
  assert.equal(await sender.locator(".is-chosen").count(), 0);
  // Copied and pasted, aligned, and duplicated on all pages.
  const [first, second] = [boxes(sender).nth(0), boxes(sender).nth(1)];
  await first.focus();
  await sender.keyboard.press("Enter");
  await sender.keyboard.press("Control+c");
  await sender.keyboard.press("Control+v");
  assert.equal((await model(sender)).length, all.length + 1);
  await sender.keyboard.press("Control+z");
  await first.focus();
  await sender.keyboard.press("Enter");
  await second.focus();
  await sender.keyboard.press("Shift+Enter");
  const tool = (name) => sender.getByRole("toolbar", { name: "編集" }).getByRole("button", { name });
  await sender.getByRole("button", { name: "その他の操作" }).press("Enter");
  await tool("左を揃える").press("Enter");
  const ids = await Promise.all([first, second].map((box) => box.getAttribute("data-box")));
  const lefts = (await model(sender)).filter((field) => ids.includes(field.id)).map((field) => field.left);
  assert.equal(new Set(lefts).size, 1, String(lefts));
  await sender.keyboard.press("Escape");
  await first.focus();
  await sender.keyboard.press("Enter");
  await tool("全ページに複製").press("Enter");
  assert.ok((await boxes(sender, 2).count()) > 0);
  assert.deepEqual(sender.complaints, []);
  await sender.getByRole("button", { name: "下書きを保存" }).click();
});

// O-32
test("on a phone a field is placed by two taps and dragged by a finger", async () => {
  const phone = await person(browser, PHONE);
  await signIn(phone, server, EMAIL);
  await phone.getByRole("heading", { name: "書類", exact: true }).waitFor();
  await atFields(phone);
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

// O-32
test("without JavaScript every kind is added, changed and deleted in a form, and what was typed is kept", async () => {
  const plain = await person(browser, { ...WIDE, javaScriptEnabled: false });
  await signIn(plain, server, EMAIL);
  await plain.getByRole("heading", { name: "書類", exact: true }).waitFor();
  await atFields(plain);
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

// O-32
test("what is wrong with a field is named, leads to the field, and holds the step until it is mended", async () => {
  await atFields(sender);
  await kind(sender, "押印").click();
  await press(sender, 1, 0.5, 0.3);
  await sender.locator(".who", { hasText: "鈴木" }).click();
  await kind(sender, "署名").click();
  await press(sender, 1, 0.52, 0.3);
  assert.equal(await sender.locator(".has-fault").count(), 2);
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByText("直していただきたい入力項目があります").waitFor();
  assert.equal(await sender.locator("[data-faults] li").count(), 2);
  await sender.locator("[data-faults] li").first().getByRole("link").click();
  await sender.locator("[data-fault]", { hasText: "と重なっています" }).waitFor();
  await shot(sender, "fields-fault");
  await boxOf(sender, /^署名/).focus();
  for (let steps = 0; steps < 6; steps++) await sender.keyboard.press("Shift+ArrowDown");
  assert.equal(await sender.locator(".has-fault").count(), 0);
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();

  // A recipient is removed, and the file replaced by a shorter one.
  await sender.goto(sender.url().replace(/04$/, "02"));
  await sender.getByRole("link", { name: "鈴木 花子 様を削除" }).click();
  await sender.getByRole("button", { name: "削除する" }).click();
  await sender.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.locator("[data-faults]", { hasText: "宛先から削除されています" }).waitFor();
  await sender.locator("[data-goto]").first().click();
  await sender.getByLabel("入力する方").selectOption({ label: "宛先1 山田 太郎 様" });
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  assert.deepEqual(sender.complaints, []);
});

// O-32
test("fields whose page went with the file are listed, and can be moved or deleted", async () => {
  await atFields(sender, { files: [pdf("二枚.pdf", pages(2))] });
  await kind(sender, "押印").click();
  await press(sender, 2, 0.5, 0.3);
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  await sender.goto(sender.url().replace(/04$/, "01"));
  await sender.getByLabel("PDFファイル").setInputFiles(pdf("一枚.pdf", pages(1)));
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.locator("[data-faults]", { hasText: "このページはファイルにありません" }).waitFor();
  await sender.locator("[data-lost]").getByRole("button", { name: "押印" }).click();
  await sender.getByLabel("ページ", { exact: true }).selectOption({ label: "1ページ" });
  assert.equal(await boxes(sender, 1).count(), 1);
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
});

// O-32
test("fields are made from the tags in the document, and tags that make none are named", async () => {
  const tags = ["{{押印:宛先1}}", "{{テキスト:宛先2:住所}}", "{{日付:宛先1}}", "{{署名:送信者}}", "{{押印:宛先3}}", "{{会社名}}"];
  await atFields(sender, { files: [pdf("タグ.pdf", tagged(tags))] });
  await sender.getByRole("button", { name: "文書内のタグから入力項目を作る" }).click();
  await sender.getByText("入力項目を4件作りました。").waitFor();
  await sender.getByText("宛先3は登録されていません").waitFor();
  await sender.getByText("種類が分かりません").waitFor();
  const fields = await model(sender);
  assert.deepEqual(fields.map((field) => field.kind), ["stamp", "text", "date", "signature"]);
  assert.equal(fields[1].label, "住所");
  await sender.getByText("入力項目にしたタグ4件の文字を、ページから取り除きました。").waitFor();
  await shot(sender, "fields-tags");
  await sender.getByRole("button", { name: "文書内のタグから入力項目を作る" }).click();
  await sender.getByText("入力項目を作れるタグは見つかりませんでした。").waitFor();
  assert.equal((await model(sender)).length, 4);
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByText("変更点が確認されていません").first().waitFor();
  await sender.goto(sender.url().replace(/04$/, "01"));
  await sender.getByText("{{押印:宛先1}}、{{テキスト:宛先2:住所}}").first().waitFor();
  await shot(sender, "fields-tags-confirm");
  await sender.getByRole("button", { name: "内容を確認して使う" }).click();
  await sender.getByText("ほかの文字の位置は変わりません").waitFor();
});

// Uploads a PDF with a form, and confirms what was drawn of it.
async function atFieldsOfForm(page) {
  await draft(page, server, { title: "申込書", recipients: [] });
  await page.getByRole("button", { name: "戻る" }).click();
  await page.getByLabel("PDFファイル").setInputFiles([pdf("申込書.pdf", form())]);
  await page.getByRole("button", { name: "次へ" }).click();
  const confirm = page.getByRole("button", { name: "内容を確認して使う" });
  if (await confirm.count()) {
    await confirm.click();
    await page.getByRole("button", { name: "次へ" }).click();
  }
  for (const recipient of TWO) await addRecipient(page, recipient);
  await page.getByRole("button", { name: "次へ" }).click();
  await page.getByText("未記入の欄が3件あります").waitFor();
}

// O-32
test("empty fields of a PDF's form become input fields with one click, where they were", async () => {
  await atFieldsOfForm(sender);
  await shot(sender, "fields-form");
  await sender.locator("#form-for").selectOption({ label: "宛先2 鈴木 花子 様" });
  await sender.getByRole("button", { name: "入力項目として取り込む" }).click();
  await sender.getByText("入力項目を3件作りました。").waitFor();
  const fields = await model(sender);
  assert.deepEqual(fields.map((field) => field.kind), ["text", "date", "checkbox"]);
  assert.deepEqual([fields[0].label, fields[0].required, fields[1].required], ["Full name", true, false]);
  const shownAt = (await boxes(sender, 1).first().boundingBox()).x - (await sender.locator("#page-1 img").boundingBox()).x;
  const width = (await sender.locator("#page-1 img").boundingBox()).width;
  assert.ok(Math.abs(shownAt / width - 150 / 595) < 0.01, `${shownAt} of ${width}`);
  await shot(sender, "fields-form-taken");
  assert.equal(await sender.getByText("未記入の欄が").count(), 0);
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
});

// O-32
test("radio buttons of a PDF's form stay one choice of several", async () => {
  await draft(sender, server, { title: "支払の選択", recipients: [] });
  await sender.getByRole("button", { name: "戻る" }).click();
  await sender.getByLabel("PDFファイル").setInputFiles([pdf("支払の選択.pdf", radioForm())]);
  await sender.getByRole("button", { name: "次へ" }).click();
  for (const recipient of TWO) await addRecipient(sender, recipient);
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByText("未記入の欄が2件あります").waitFor();
  await sender.getByRole("button", { name: "入力項目として取り込む" }).click();
  await sender.getByText("入力項目を2件作りました。").waitFor();
  const fields = await model(sender);
  assert.deepEqual(fields.map(({ kind, group, label, required }) => [kind, group, label, required]), [
    ["radio", "payment", "Payment: monthly", true],
    ["radio", "payment", "Payment: yearly", true],
  ]);
  await boxes(sender, 1).first().click();
  await sender.getByRole("heading", { name: "選択ボタン「Payment: monthly」" }).waitFor();
  const group = sender.getByLabel("グループ（同じ名前のボタンからは1つだけ選べます）");
  assert.equal(await group.inputValue(), "payment");
  await shot(sender, "fields-radio");
});

// O-32
test("without JavaScript the fields of a form are taken over too, for the sender", async () => {
  const plain = await person(browser, { ...WIDE, javaScriptEnabled: false });
  await signIn(plain, server, EMAIL);
  await plain.getByRole("heading", { name: "書類", exact: true }).waitFor();
  await atFieldsOfForm(plain);
  await plain.locator("#form-for").selectOption("sender");
  await plain.getByRole("button", { name: "入力項目として取り込む" }).click();
  await plain.getByText("入力項目を3件作りました。").waitFor();
  assert.equal(await plain.locator("noscript .field-list li").count(), 3);
});

// O-32 T-062
test("a template keeps the fields by role", async () => {
  await atFields(sender, { title: "ひな形のもと" });
  await kind(sender, "押印").click();
  await press(sender, 1, 0.5, 0.3);
  await sender.locator(".who", { hasText: "鈴木" }).click();
  await kind(sender, "署名").click();
  await press(sender, 1, 0.5, 0.6);
  const before = await model(sender);
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("button", { name: "テンプレートとして保存" }).click();
  await sender.getByLabel("テンプレート名").fill("入力項目つき");
  await sender.getByRole("button", { name: "保存", exact: true }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  await sender.goto(`${server.origin}/templates`);
  await sender.getByRole("button", { name: "入力項目つき から書類を作成" }).click();
  await sender.getByRole("heading", { name: "01 書類の準備" }).waitFor();
  await sender.goto(sender.url().replace(/\/01(\?.*)?$/, "/03"));
  await boxes(sender).first().waitFor();
  const begun = await model(sender);
  const place = ({ kind, left, top, width, height, page }) => ({ kind, left, top, width, height, page });
  assert.deepEqual(begun.map(place), before.map(place));
  assert.ok(begun.every((field) => before.every((other) => other.id !== field.id && other.assignee !== field.assignee)));
  assert.deepEqual(await boxes(sender).locator(".who-mark").allInnerTexts(), ["1", "2"]);
});
