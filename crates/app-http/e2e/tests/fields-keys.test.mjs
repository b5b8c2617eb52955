// 03 入力項目の設定 by keys alone.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, startBrowser } from "../support/browser.mjs";
import { pages } from "../support/pdf.mjs";
import { KINDS, WIDE, atFields, boxes, kind, model, pdf, press } from "../support/placing.mjs";
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
test("every kind is placed, moved, resized, chosen and deleted by keys alone", async () => {
  await atFields(sender, server);
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
test("a field is resized by keys down to the least size and up to the edge of the page, and taken back in one step", async () => {
  await atFields(sender, server);
  await kind(sender, "テキスト").focus();
  await sender.keyboard.press("Enter");
  const [placed] = await model(sender);
  const pressed = async (key, times) => {
    for (let time = 0; time < times; time++) await sender.keyboard.press(key);
    const [field] = await model(sender);
    return field;
  };
  const larger = await pressed("Control+Shift+ArrowRight", 2);
  assert.deepEqual([larger.left, larger.top, larger.width, larger.height], [placed.left, placed.top, placed.width + 2000, placed.height]);
  await sender.locator("[data-live]", { hasText: `幅${larger.width / 100}mm` }).waitFor({ state: "attached" });
  const least = await pressed("Control+Shift+ArrowLeft", Math.ceil(larger.width / 1000) + 1);
  assert.deepEqual([least.left, least.width], [placed.left, 300]);
  const flat = await pressed("Control+ArrowUp", Math.ceil(placed.height / 100));
  assert.deepEqual([flat.top, flat.height], [placed.top, 300]);
  const widest = await pressed("Control+Shift+ArrowRight", 22);
  const page = Number(await sender.locator("#page-1").getAttribute("data-width"));
  assert.deepEqual([widest.left, widest.width], [0, page], "as wide as the page, and on it");
  await sender.keyboard.press("Control+z");
  assert.deepEqual(await model(sender), [placed]);
  assert.deepEqual(sender.complaints, []);
  await sender.getByRole("button", { name: "下書きを保存" }).click();
});

// O-32
test("a field whose page went with the file is resized and moved by keys with others, and by its settings, and stays where it was else", async () => {
  await atFields(sender, server, { files: [pdf("二枚.pdf", pages(2))] });
  await kind(sender, "押印").click();
  await press(sender, 2, 0.5, 0.3);
  await kind(sender, "日付").click();
  await press(sender, 1, 0.5, 0.3);
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  await sender.goto(sender.url().replace(/04$/, "01"));
  await sender.getByLabel("PDFファイル").setInputFiles(pdf("一枚.pdf", pages(1)));
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.locator("[data-faults]", { hasText: "このページはファイルにありません" }).waitFor();
  const of = async (kind) => (await model(sender)).find((field) => field.kind === kind);
  const place = ({ page, left, top, width, height }) => [page, left, top, width, height];
  const [lost, date] = [place(await of("stamp")), place(await of("date"))];
  await sender.locator("[data-lost]").getByRole("button", { name: "押印" }).click();
  await boxes(sender, 1).focus();
  await sender.keyboard.press("Shift+Enter");
  await sender.getByText("2件を選んでいます。").waitFor();
  await sender.keyboard.press("Control+ArrowRight");
  await sender.keyboard.press("Control+ArrowDown");
  const wider = ([page, left, top, width, height]) => [page, left, top, width + 100, height + 100];
  assert.deepEqual([place(await of("stamp")), place(await of("date"))], [wider(lost), wider(date)]);
  await sender.keyboard.press("ArrowLeft");
  const moved = ([page, left, ...rest]) => [page, left - 100, ...rest];
  assert.deepEqual([place(await of("stamp")), place(await of("date"))], [moved(wider(lost)), moved(wider(date))]);
  await sender.locator("[data-lost]").getByRole("button", { name: "押印" }).click();
  await sender.getByLabel("幅（mm）").fill("1");
  await sender.getByLabel("幅（mm）").press("Tab");
  assert.equal(await sender.getByLabel("幅（mm）").inputValue(), "3", "no field is smaller");
  const [page, left, top, , height] = moved(wider(lost));
  assert.deepEqual(place(await of("stamp")), [page, left, top, 300, height]);
  assert.deepEqual(sender.complaints, []);
});
