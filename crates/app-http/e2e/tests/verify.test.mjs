// 書類の検証: what a concluded document leaves is verified where it was concluded and elsewhere, without signing in.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { CONTRACT, consent, draft, goOnAndSend, setUp } from "../support/steps.mjs";

const TARO = { name: "山田 太郎", email: "taro@example.com" };
const PYTHON = new URL("../../../../docs/examples/verify_evidence.py", import.meta.url).pathname;
const LANGUAGES = { ja: "書類の検証", en: "Verify a document", "zh-Hans": "验证文件", "zh-Hant": "驗證文件" };

let browser, here, elsewhere;
const files = {};
before(async () => {
  browser = await startBrowser();
  here = await startServer();
  elsewhere = await startServer();
  const sender = await person(browser);
  await setUp(sender, here);
  await draft(sender, here, { title: "業務委託契約書", recipients: [TARO] });
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const taro = await person(browser);
  await taro.goto((await here.mailTo(TARO.email, { subject: "書類の確認" })).link);
  await taro.getByRole("button", { name: "書類を開く" }).click();
  await consent(taro);
  await taro.getByText("締結されました。").waitFor();
  await here.mailTo("sato@warijirushi.example", { subject: "締結されました" });
  await sender.reload();
  await sender.getByText("締結済", { exact: true }).waitFor();
  for (const [name, link, kind] of [
    ["sealed.pdf", "締結済みPDF", "pdf"],
    ["certificate.pdf", "合意締結証明書", "pdf"],
    ["evidence.zip", "証跡パッケージ", "zip"],
  ]) {
    const loaded = sender.waitForEvent("download");
    const found = sender.getByRole("link", { name: link }).first();
    await found.evaluate((a) => a.setAttribute("download", ""));
    await found.click();
    files[name] = { path: join(here.folder, name), kind };
    await (await loaded).saveAs(files[name].path);
  }
});
after(async () => {
  await browser?.close();
  await here?.stop();
  await elsewhere?.stop();
});

async function verify(page, path) {
  await page.getByLabel("PDFまたは証跡パッケージ（ZIP）").setInputFiles(path);
  await page.getByRole("button", { name: "検証する" }).click();
  await page.getByRole("heading", { name: "検証結果" }).waitFor();
}

// The file as a person drags it from a folder onto the field.
async function drop(page, path) {
  const box = await page.getByLabel("PDFまたは証跡パッケージ（ZIP）").boundingBox();
  const session = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, ...at, data });
  }
  await page.waitForFunction(() => document.querySelector("#f-files").files.length === 1);
  await page.getByRole("button", { name: "検証する" }).click();
  await page.getByRole("heading", { name: "検証結果" }).waitFor();
}

// The last line: what is logged comes before it.
const keyOf = async (server) => (await server.cli("audit", "key")).trim().split("\n").at(-1);

async function isNarrowEnough(page) {
  const before = page.viewportSize();
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `at ${width} px it is ${wide} px too wide`);
  }
  await page.setViewportSize(before);
}

// O-44
test("what a concluded document leaves is known where it was concluded, and valid elsewhere", async () => {
  const page = await person(browser);
  await page.goto(`${here.origin}/help`);
  await page.getByRole("link", { name: "書類の検証" }).click();
  await page.getByRole("heading", { name: "書類の検証" }).waitFor();
  await shot(page, "verify");
  for (const [name, { path, kind }] of Object.entries(files)) {
    await page.goto(`${here.origin}/verify`);
    await drop(page, path);
    await page.getByText(kind === "pdf" ? "このPDFの電子署名は有効です。" : "確認できる項目はすべて一致しました。").waitFor();
    await page.getByText(/このサービスで.+に締結されました。/).waitFor();
    await page.getByText(/^山田 太郎（20.+に同意、メール認証）$/).waitFor();
    await page.getByText(/^割印商事株式会社 佐藤 一郎（20.+に送信、パスワード認証）$/).waitFor();
    await isNarrowEnough(page);
    await shot(page, `verify-${name.split(".")[0]}`);
  }
  // Cookies do not tell ports apart: this browser has been nowhere else.
  const other = await person(browser);
  for (const { path, kind } of Object.values(files)) {
    await other.goto(`${elsewhere.origin}/verify`);
    await verify(other, path);
    await other.getByText(kind === "pdf" ? "このPDFの電子署名は有効です。" : "確認できる項目はすべて一致しました。").waitFor();
    await other.getByText(kind === "pdf" ? "このサービスで締結されたファイルではありません。" : "このサービスで締結された証跡パッケージではありません。").waitFor();
  }
  for (const one of [page, other]) assert.deepEqual(one.complaints, []);
  assert.deepEqual(await other.context().cookies(), [], "no cookie was set");
});

// O-44 O-17 O-43
test("the pack verifies on the command line of another service and by the independent program", async () => {
  const { path } = files["evidence.zip"];
  const key = await keyOf(here);
  assert.match(await elsewhere.cli("evidence", "verify", path, "--key", key), /The evidence verifies\./);
  const foreign = await keyOf(elsewhere);
  await assert.rejects(elsewhere.cli("evidence", "verify", path, "--key", foreign), /does NOT verify/);
  execFileSync("python3", [PYTHON, path, "--key", key]);
});

// O-44
test("one changed byte is said, with and without JavaScript", async () => {
  for (const [name, { path, kind }] of Object.entries(files)) {
    const bytes = readFileSync(path);
    // In a PDF where a signature covers it: what fills up the room for a signature's value is covered by none.
    bytes[kind === "zip" ? Math.floor(bytes.length / 2) : 100] ^= 1;
    const changed = join(here.folder, `changed-${name}`);
    writeFileSync(changed, bytes);
    const page = await person(browser, { javaScriptEnabled: kind === "zip" });
    await page.goto(`${here.origin}/verify`);
    await verify(page, changed);
    await page.getByText("このファイルを信頼しないでください。").waitFor();
    await page.getByText(/このサービスで締結された.+ではありません。/).waitFor();
    assert.equal(await page.getByText(/に締結されました。/).count(), 0);
    if (kind === "zip") {
      await shot(page, "verify-changed");
      execFileSync("sh", ["-c", `! python3 "$0" "$1" >/dev/null 2>&1`, PYTHON, changed]);
      await assert.rejects(elsewhere.cli("evidence", "verify", changed), /does NOT verify|cannot be read/);
    }
    await page.context().close();
  }
});

// O-44
test("an unsigned file and one that is too large are answered clearly, in four languages", async () => {
  const page = await person(browser);
  await page.goto(`${here.origin}/verify`);
  await verify(page, CONTRACT);
  await page.getByText("このPDFには電子署名がありません。").waitFor();
  await page.getByText("このサービスで締結されたファイルではありません。").waitFor();
  for (const [language, title] of Object.entries(LANGUAGES)) {
    await page.goto(`${here.origin}/verify?lang=${language}`);
    await page.getByRole("heading", { name: title }).waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), language);
    await isNarrowEnough(page);
  }
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("heading", { name: "Verify a document" }).waitFor();
  const large = join(here.folder, "large.pdf");
  writeFileSync(large, Buffer.alloc(60_000_000, "x"));
  await page.getByLabel("PDF or evidence pack (ZIP)").setInputFiles(large);
  await page.getByRole("button", { name: "Verify" }).click();
  await page.getByRole("heading", { name: "The file is too large" }).waitFor();
  await shot(page, "verify-too-large");
  await page.getByRole("link", { name: "Verify another file" }).click();
  await page.getByRole("heading", { name: "Verify a document" }).waitFor();
});

// O-44
test("a program is answered in JSON, and a network that sends too many files has to wait", async () => {
  const form = (bytes) => {
    const form = new FormData();
    form.append("files", new Blob([bytes]), "a.pdf");
    return form;
  };
  const ask = (server, bytes) => fetch(`${server.origin}/verify.json`, { method: "POST", body: form(bytes) });
  const answer = await ask(here, readFileSync(files["sealed.pdf"].path));
  const said = await answer.json();
  assert.deepEqual(
    [said.version, said.kind, said.outcome, said.concluded_here, said.report.verdict.indication],
    [1, "pdf", "good", true, "TOTAL-PASSED"],
  );
  assert.equal(answer.headers.get("set-cookie"), null);
  let refused;
  for (let tries = 0; tries < 80 && !refused; tries += 1) {
    const answer = await ask(elsewhere, "no PDF");
    if (answer.status === 429) refused = answer;
    else assert.equal((await answer.json()).outcome, "unreadable");
  }
  assert.ok(Number(refused.headers.get("retry-after")) >= 1);
  assert.equal((await refused.json()).error.code, "throttled");
});
