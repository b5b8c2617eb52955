// 03 入力項目の設定: fields are placed by pointer, undone, copied, refused, and kept by templates.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { pages } from "../support/pdf.mjs";
import { KINDS, WIDE, at, atFields, boxOf, boxes, drag, kind, middle, model, pdf, press, shown } from "../support/placing.mjs";
import { startServer } from "../support/server.mjs";
import { setUp } from "../support/steps.mjs";

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
test("a step without fields is calm, and the document is sent as ever", async () => {
  await atFields(sender, server);
  await shown(sender);
  await shot(sender, "fields-none");
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  await sender.getByRole("button", { name: "送信する" }).click();
  await sender.getByText("書類を送信しました。").waitFor();
});

// O-32
test("every kind is placed with a pointer, dragged, resized, snapped, set, and kept", async () => {
  await atFields(sender, server);
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
  await atFields(sender, server, { files: [pdf("別紙.pdf", pages(4))] });
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
test("what is wrong with a field is named, leads to the field, and holds the step until it is mended", async () => {
  await atFields(sender, server);
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
  await atFields(sender, server, { files: [pdf("二枚.pdf", pages(2))] });
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

// O-32 T-062
test("a template keeps the fields by role", async () => {
  await atFields(sender, server, { title: "ひな形のもと" });
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
