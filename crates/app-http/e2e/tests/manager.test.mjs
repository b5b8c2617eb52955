// 管理書類: a document manager reads without a second factor, and the sender sees it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { draft, enrol, goOnAndSend, join, requestAdvancedAuth, setUp } from "../support/steps.mjs";

const HANAKO = { name: "鈴木 花子", email: "hanako@warijirushi.example" };

let browser, server, admin, hanako;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  admin = await person(browser);
  hanako = await person(browser);
  await setUp(admin, server);
  await admin.goto(`${server.origin}/settings/security`);
  await enrol(admin, server);
  await admin.goto(`${server.origin}/settings/members`);
  await admin.getByLabel("メールアドレス").fill(HANAKO.email);
  await admin.getByLabel("役割", { exact: true }).selectOption({ label: "書類管理者" });
  await admin.getByRole("button", { name: "招待する" }).click();
  await join(hanako, server, HANAKO);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function send(title) {
  await draft(admin, server, { title, recipients: [{ name: "山田 太郎", email: "taro@example.com" }] });
  await requestAdvancedAuth(admin);
  await goOnAndSend(admin);
  await admin.getByText("書類を送信しました。").waitFor();
  return admin.url().split("?")[0];
}

// T-065 T-066 T-067 O-23 O-30
test("a manager reads a document with the request by password, and the sender sees that it was read", async () => {
  const page = await send("取引基本契約書");
  await hanako.getByRole("link", { name: "管理書類" }).click();
  await hanako.getByRole("heading", { name: "管理書類" }).waitFor();
  await hanako.getByRole("link", { name: /取引基本契約書/ }).click();
  await hanako.getByRole("heading", { name: "取引基本契約書" }).waitFor();
  await hanako.getByText("書類管理者として閲覧しています。").waitFor();
  for (const number of [1, 2]) {
    await hanako.locator(`#page-${number}`).scrollIntoViewIfNeeded();
    const isDrawn = (id) => document.querySelector(`${id} img`).naturalWidth >= 720;
    await hanako.waitForFunction(isDrawn, `#page-${number}`);
  }
  await hanako.locator("#page-1 .text-layer text", { hasText: "割印商事株式会社" }).first().waitFor();
  await hanako.getByRole("button", { name: "拡大する" }).click();
  assert.equal(await hanako.locator("[data-zoom-level]").innerText(), "125%");
  assert.equal(await hanako.getByRole("button", { name: /同意|取り消す|リマインド/ }).count(), 0);
  await shot(hanako, "managed-document");
  await admin.goto(page);
  await admin.getByText("書類管理者が書類を閲覧しました").waitFor();
  await admin.getByText(HANAKO.name).waitFor();
});

// 電子帳簿保存法 DO-08
test("documents are found by word, date, amount and counterparty, and taken out as table and files", async () => {
  await draft(admin, server, { title: "=HYPERLINK", recipients: [{ name: "山田 太郎", email: "taro@example.com" }] });
  await admin.getByRole("button", { name: "戻る" }).click();
  await admin.getByLabel("契約相手の名称").fill("山田商店");
  await admin.getByLabel("契約締結日").fill("2026-04-01");
  await admin.getByLabel("取引金額").fill("550000");
  await admin.getByRole("button", { name: "次へ" }).click();
  await goOnAndSend(admin);
  await admin.getByText("書類を送信しました。").waitFor();

  await hanako.goto(`${server.origin}/managed-documents`);
  await shot(hanako, "managed-documents");
  await hanako.getByText("条件を追加").click();
  await hanako.getByLabel("契約相手の名称").fill("山田");
  await hanako.getByLabel("契約締結日（から）").fill("2026-04-01");
  await hanako.getByLabel("取引金額（円以下）").fill("600,000");
  await hanako.getByRole("button", { name: "この条件で検索" }).click();
  await hanako.getByText("=HYPERLINK").waitFor();
  assert.equal(await hanako.getByText("取引基本契約書").count(), 0);
  await shot(hanako, "managed-search");
  const save = async (name) => {
    const [download] = await Promise.all([hanako.waitForEvent("download"), hanako.getByRole("link", { name }).click()]);
    return readFile(await download.path());
  };
  const table = (await save("一覧をCSVで保存")).toString("utf8");
  assert.ok(table.startsWith("\ufeff契約締結日,取引金額,契約相手の名称,タイトル"));
  assert.ok(table.includes("2026-04-01,550000,山田商店,'=HYPERLINK"), table);
  assert.equal(table.trim().split("\r\n").length, 2);
  const pack = await save("PDFをZIPで保存");
  assert.equal(pack.subarray(0, 2).toString(), "PK");
  assert.ok(pack.includes("0001_=HYPERLINK/01_contract.pdf") && pack.includes("%PDF-"));
  await hanako.getByRole("link", { name: "条件を消す" }).click();
  await hanako.getByText("取引基本契約書").waitFor();
  await hanako.getByLabel("キーワード").fill("基本");
  await hanako.getByRole("button", { name: "検索", exact: true }).click();
  await hanako.getByText("取引基本契約書").waitFor();
  assert.equal(await hanako.getByText("=HYPERLINK").count(), 0);
});
