// The whole story in a real browser: request, gate, consent and seal.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { BUDGET, counted, isWithin, upToConsent } from "../support/count.mjs";
import { startServer } from "../support/server.mjs";
import { arrive, consent, draft, enrol, goOnAndSend, requestAdvancedAuth, setUp } from "../support/steps.mjs";

let browser, server, authenticator;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const TARO = { name: "山田 太郎", email: "taro@example.com" };
const HANAKO = { name: "鈴木 花子", email: "hanako@example.com" };

// O-05 T-013 T-014 T-015 T-018 T-036 T-037 T-080 LI-04
test("a contract is sent with the request, gated, consented by both in order, and sealed", async () => {
  const sender = await person(browser);
  await setUp(sender, server);
  await shot(sender, "documents-empty");
  await sender.getByRole("link", { name: "セキュリティ" }).first().click();
  await shot(sender, "security");
  authenticator = await enrol(sender, server);
  await sender.getByText("2要素認証を有効にしました。").waitFor();

  await draft(sender, server, { recipients: [TARO, HANAKO] });
  await requestAdvancedAuth(sender);
  await shot(sender, "wizard-02-set");
  await sender.reload();
  await sender.getByText("設定あり").waitFor();
  await sender.getByRole("button", { name: "次へ" }).click();
  await shot(sender, "wizard-03");
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByText("設定あり").waitFor();
  await shot(sender, "wizard-04");
  await sender.getByRole("button", { name: "送信する" }).click();
  await sender.getByText("書類を送信しました。").waitFor();
  await shot(sender, "document-awaiting");

  const taro = await person(browser);
  const path = await counted(taro);
  await arrive(taro, server, TARO.email);
  assert.ok(!taro.url().includes("/l/"), "the link's secret has left the address");
  await shot(taro, "recipient-document");
  assert.ok(!server.mails.some((m) => m.to === HANAKO.email), "the second one has no mail yet");
  await consent(taro);
  await taro.getByText("に同意しました。").waitFor();
  assert.ok(isWithin(upToConsent(path), BUDGET.firstTime), `${path.screens} ${[...path.fields]}`);
  await shot(taro, "recipient-waiting");

  const hanako = await person(browser);
  await arrive(hanako, server, HANAKO.email);
  await consent(hanako);
  await hanako.getByText("締結されました。").waitFor();
  await shot(hanako, "recipient-concluded");

  await sender.reload();
  await sender.getByText("締結済", { exact: true }).waitFor();
  await shot(sender, "document-concluded");
  for (const who of [sender, hanako]) {
    const href = await who.getByRole("link", { name: "締結済みPDF" }).getAttribute("href");
    const pdf = await who.request.get(server.origin + href);
    assert.equal(pdf.headers()["content-type"], "application/pdf");
    const path = join(server.folder, "sealed.pdf");
    writeFileSync(path, await pdf.body());
    const verdict = execFileSync("pdfsig", ["-nocert", path], { encoding: "utf8" });
    assert.match(verdict, /Signature is Valid\./);
    assert.match(verdict, /Total document signed/);
  }
  for (const address of ["sato@warijirushi.example", TARO.email, HANAKO.email]) {
    await server.mailTo(address, { subject: "締結されました" });
  }
  await sender.goto(`${server.origin}/documents`);
  await shot(sender, "documents");
  for (const page of [sender, taro, hanako]) assert.deepEqual(page.complaints, []);
  assert.ok(!server.log().includes("taro@"), "no address is logged");
});

// T-061
test("without the request the mailed link leads to the document, without an account", async () => {
  const sender = await person(browser);
  await sender.goto(`${server.origin}/sign-in`);
  await sender.getByLabel("メールアドレス").fill("sato@warijirushi.example");
  const { PASSWORD } = await import("../support/steps.mjs");
  await sender.getByLabel("パスワード").fill(PASSWORD);
  await sender.getByRole("button", { name: "ログイン" }).click();
  await sender.getByRole("heading", { name: "2要素認証" }).waitFor();
  await sender.goto(`${server.origin}/documents`);
  await sender.getByRole("heading", { name: "2要素認証" }).waitFor();
  await shot(sender, "sign-in-code");
  await sender.getByLabel("認証コード").fill(authenticator.next());
  await sender.getByRole("button", { name: "認証する" }).click();
  await sender.getByRole("heading", { name: "書類", exact: true }).waitFor();
  const jiro = { name: "高橋 次郎", email: "jiro@example.com" };
  await draft(sender, server, { title: "覚書", recipients: [jiro] });
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();

  const page = await person(browser);
  const path = await counted(page);
  const mail = await server.mailTo(jiro.email);
  assert.match(mail.body, /タイトル：\r?\n> 覚書/);
  await page.goto(mail.link);
  await shot(page, "landing-plain");
  await page.getByRole("button", { name: "書類を開く" }).click();
  await page.getByRole("heading", { name: "覚書" }).waitFor();
  await consent(page);
  await page.getByText("締結されました。").waitFor();
  assert.ok(isWithin(upToConsent(path), BUDGET.byMail), `${path.screens} ${[...path.fields]}`);
  await sender.reload();
  await sender.getByText("メール認証", { exact: true }).waitFor();
});
