// Step 01: what was changed about an upload, the sender's word for it, and PDFs with a password.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { doubtful } from "../support/pdf.mjs";
import { startServer } from "../support/server.mjs";
import { CONTRACT, addRecipient, draft, goOnAndSend, setUp, signIn } from "../support/steps.mjs";

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

// The intake of the newest draft's file removed attachments and a form's missing appearances were made.
function change() {
  const changes = JSON.stringify({ v: 1, changes: [
    { change: "repaired" },
    { change: "decrypted" },
    { change: "form_drawn" },
    { change: "links_removed", names: ["file:///C:/契約/別紙.pdf"], count: 1 },
    { change: "attachments_removed", names: ["見積書-2026年度-改訂版-最終-確認用-控え.xlsx", "b.txt"], count: 24 },
  ] });
  const statement = "import sqlite3, sys; d = sqlite3.connect(sys.argv[1], timeout=10); d.execute('update document_file set changes = ?, confirmed_by = null where document_id = (select id from document order by drafted_at desc limit 1)', [sys.argv[2]]); d.commit()";
  execFileSync("python3", ["-c", statement, join(server.folder, "data", "wariin.db"), changes]);
}

const step = (page, number) => page.goto(page.url().replace(/\/0[1-4](\?.*)?$/, `/${number}`));

// DO-03
test("a sender agrees to what was removed, or removes the file, with and without JavaScript", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = javaScriptEnabled ? sender : await person(browser, { javaScriptEnabled });
    if (!javaScriptEnabled) await signIn(page, server, "sato@warijirushi.example");
    const title = javaScriptEnabled ? "業務委託契約書" : "秘密保持契約書";
    await page.goto(`${server.origin}/documents/new`);
    await page.getByLabel("PDFファイル").setInputFiles(CONTRACT);
    await page.getByLabel("タイトル").fill(title);
    await page.getByRole("button", { name: "次へ" }).click();
    await page.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
    change();
    await step(page, "01");
    await page.getByRole("heading", { name: "使う前に確認してください" }).waitFor();
    await page.getByText("見積書-2026年度-改訂版-最終-確認用-控え.xlsx、b.txt ほか22件 は契約書に含まれません").waitFor();
    await page.getByText("権限があることを確認してください").waitFor();
    if (javaScriptEnabled) {
      await shot(page, "wizard-01-confirm");
      for (const width of [360, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${width}: ${wide} px too wide`);
        const box = await page.getByRole("button", { name: "内容を確認して使う" }).boundingBox();
        assert.ok(box.height >= 44 && box.x + box.width <= width, `${width}: ${JSON.stringify(box)}`);
      }
    }
    await page.getByRole("button", { name: "次へ" }).click();
    await page.getByText("変更点を確認していないファイルがあります").waitFor();
    await page.getByRole("button", { name: "このファイルを外す" }).click();
    await page.getByText("ファイルを外しました。").waitFor();
    assert.equal(await page.getByRole("button", { name: "内容を確認して使う" }).count(), 0);
    await page.getByRole("button", { name: "次へ" }).click();
    await page.getByRole("alert").filter({ hasText: "PDF" }).first().waitFor();
    assert.equal(await page.getByLabel("タイトル").inputValue(), title, "what was typed stays");

    await page.getByLabel("PDFファイル").setInputFiles(CONTRACT);
    await page.getByRole("button", { name: "次へ" }).click();
    await page.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
    change();
    await step(page, "01");
    await page.getByRole("button", { name: "内容を確認して使う" }).click();
    await page.getByText("変更点を確認しました。このファイルを使います。").waitFor();
    await page.getByText("変更点を確認済み").waitFor();
    if (javaScriptEnabled) await shot(page, "wizard-01-confirmed");
    await page.getByRole("button", { name: "次へ" }).click();
    await page.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
    assert.deepEqual(page.complaints, []);
  }
});

// DO-03
test("a document whose changes are not confirmed says so at step 04 and is sent afterwards", async () => {
  await draft(sender, server, { recipients: [{ name: "山田 太郎", email: "taro@example.com" }] });
  change();
  await goOnAndSend(sender);
  await sender.getByText("の変更点が確認されていません").first().waitFor();
  await shot(sender, "wizard-04-unconfirmed");
  await sender.getByRole("link", { name: "「01 書類の準備」へ" }).click();
  await sender.getByRole("button", { name: "内容を確認して使う" }).click();
  await sender.getByText("変更点を確認済み").waitFor();
  await sender.getByRole("button", { name: "次へ" }).click();
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
});

// DO-03
test("a password for a PDF can be typed beside it, folded until it is needed", async () => {
  await sender.goto(`${server.origin}/documents/new`);
  const password = sender.getByLabel("PDFのパスワード");
  assert.ok(!(await password.isVisible()));
  await sender.getByText("パスワード付きのPDFを使う").click();
  await password.fill("himitsu");
  assert.equal(await password.getAttribute("autocomplete"), "off");
  await shot(sender, "wizard-01-password");
  await sender.getByLabel("PDFファイル").setInputFiles({ name: "a.pdf", mimeType: "application/pdf", buffer: Buffer.concat([Buffer.from("\r\n"), readFileSync(CONTRACT)]) });
  await sender.getByLabel("タイトル").fill("覚書");
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
  await addRecipient(sender, { name: "鈴木 花子", email: "hanako@example.com" });
  await step(sender, "01");
  await sender.getByText("構造の誤りを直しました").waitFor();
  assert.equal(await sender.getByRole("button", { name: "内容を確認して使う" }).count(), 0);
});

// DO-03
test("a PDF with a password opens with it once, and its sender agrees to its use without restrictions", async () => {
  const folder = mkdtempSync(join(tmpdir(), "wariin-locked-"));
  const locked = join(folder, "locked.pdf");
  execFileSync("qpdf", ["--encrypt", "himitsu", "owner", "256", "--", CONTRACT, locked]);
  const upload = async (password) => {
    if (password) await sender.getByLabel("PDFのパスワード").fill(password);
    await sender.getByLabel("PDFファイル").setInputFiles(locked);
    await sender.getByRole("button", { name: "次へ" }).click();
  };
  await sender.goto(`${server.origin}/documents/new`);
  await sender.getByLabel("タイトル").fill("保守契約書");
  await upload(null);
  await sender.getByText("を開くにはパスワードが必要です").first().waitFor();
  await upload("other");
  await sender.getByText("入力されたパスワードでは開けませんでした").first().waitFor();
  assert.equal(await sender.getByLabel("PDFのパスワード").inputValue(), "", "a password never comes back");
  await upload("himitsu");
  await sender.getByRole("heading", { name: "使う前に確認してください" }).waitFor();
  await sender.getByText("権限があることを確認してください").waitFor();
  await shot(sender, "wizard-01-decrypted");
  await sender.getByRole("button", { name: "内容を確認して使う" }).click();
  await sender.getByText("変更点を確認済み").waitFor();
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
  rmSync(folder, { recursive: true });
});

// T-036
test("what is doubtful about an upload is said right after it, with a link to its pages", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = javaScriptEnabled ? sender : await person(browser, { javaScriptEnabled });
    if (!javaScriptEnabled) await signIn(page, server, "sato@warijirushi.example");
    await page.goto(`${server.origin}/documents/new`);
    await page.getByLabel("PDFファイル").setInputFiles({ name: "英文契約.pdf", mimeType: "application/pdf", buffer: doubtful() });
    await page.getByRole("button", { name: "次へ" }).click();
    await page.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
    const taken = page.getByRole("region", { name: "受け取ったファイル" });
    await taken.getByText("フォント（Garamond）がファイルに埋め込まれていないため").waitFor();
    await taken.getByText("画像として表示できないページがあります（1ページ）").waitFor();
    if (javaScriptEnabled) await shot(page, "wizard-02-doubts");
    await taken.getByRole("link", { name: "ページを見る" }).click();
    await page.getByRole("heading", { name: "01 書類の準備" }).waitFor();
    assert.ok(await page.locator("#page-1").isVisible());
  }
});
