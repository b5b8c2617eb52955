// 03 入力項目の設定: fields that are made from tags in the document, and from the form of a PDF.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { form, radioForm, tagged } from "../support/pdf.mjs";
import { EMAIL, TWO, WIDE, atFields, boxes, model, pdf } from "../support/placing.mjs";
import { startServer } from "../support/server.mjs";
import { addRecipient, draft, setUp, signIn } from "../support/steps.mjs";

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
test("fields are made from the tags in the document, and tags that make none are named", async () => {
  const tags = ["{{押印:宛先1}}", "{{テキスト:宛先2:住所}}", "{{日付:宛先1}}", "{{署名:送信者}}", "{{押印:宛先3}}", "{{会社名}}"];
  await atFields(sender, server, { files: [pdf("タグ.pdf", tagged(tags))] });
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
