// Input fields of several people: who sees which values when, and what a value that is taken back does.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { field } from "../support/fields.mjs";
import { COMPUTER, HANAKO, PHONE, TARO, agree, isPrinted, next, openedBy, prepared, send, sheet } from "../support/filling.mjs";
import { startServer } from "../support/server.mjs";
import { lookThrough, setUp } from "../support/steps.mjs";

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
test("two recipients see each other's values once they stand, and the sender's from the beginning", async () => {
  const title = "二人の欄";
  const after = server.mails.length;
  const id = await prepared(sender, server, title, [TARO, HANAKO], [
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
  await send(sender);

  const taro = await openedBy(browser, server, TARO, title, COMPUTER, after);
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

  const hanako = await openedBy(browser, server, HANAKO, title, PHONE, after);
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

// O-33 MA-02
test("a consent to values that are taken back lapses, and the mail says why", async () => {
  const title = "取り消された値";
  const after = server.mails.length;
  const JIRO = "jiro@example.com";
  await prepared(sender, server, title, [TARO, HANAKO, JIRO], [field("text", [22, 60, 60, 8], { by: 0, label: "甲" })]);
  await send(sender);
  const taro = await openedBy(browser, server, TARO, title, COMPUTER, after);
  await taro.locator("[data-marker]").click();
  await sheet(taro).getByRole("textbox").fill("取り消す値");
  await next(taro).click();
  await isPrinted(taro, "甲");
  await agree(taro);
  await taro.getByText("に同意しました").waitFor();
  const hanako = await openedBy(browser, server, HANAKO, title, COMPUTER, after);
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
