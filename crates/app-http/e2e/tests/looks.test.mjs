// What an organisation shows of itself: set by its admin, seen by a recipient on the pages and in the mail.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { draft, enrol, goOnAndSend, goToOwn, requestAdvancedAuth, setUp } from "../support/steps.mjs";

const TARO = { name: "山田 太郎", email: "taro@example.com" };
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 80"><rect x="4" y="4" width="72" height="72"
  rx="12" fill="#8b0000"/><path d="M24 20v40M40 20v40M56 20v40" stroke="#fff" stroke-width="7"/>
  <path d="M96 40h190" stroke="#8b0000" stroke-width="16"/></svg>`;

let browser, server, admin, taro;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  admin = await person(browser);
  taro = await person(browser);
  await setUp(admin, server);
  await goToOwn(admin, "セキュリティ");
  await enrol(admin, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("an admin sets address, colour and logo, and is told why a colour is not taken", async () => {
  await goToOwn(admin, "組織");
  await admin.getByRole("link", { name: "名称・ロゴ" }).click();
  await admin.getByRole("heading", { name: "名称・ロゴ・印影" }).waitFor();
  await admin.getByLabel("住所").fill("東京都千代田区丸の内1-1-1 割印ビル 8階");
  await admin.getByLabel("ボタンの色").fill("#ffcc00");
  await admin.getByRole("button", { name: "保存" }).click();
  await admin.getByText("色が薄く、白い文字が読めません。").first().waitFor();
  await admin.getByLabel("ボタンの色").fill("#8b0000");
  await admin.getByRole("button", { name: "保存" }).click();
  await admin.getByText("名称・住所・色を保存しました。").waitFor();
  const logo = { name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from(LOGO) };
  await admin.getByLabel("ロゴの画像").setInputFiles(logo);
  await admin.getByRole("button", { name: "ロゴを登録する" }).click();
  await admin.getByText("ロゴを登録しました。").waitFor();
  assert.ok(await isDrawn(admin.getByRole("img", { name: "ロゴ" })));
  const sample = admin.locator(".accent-sample");
  const colour = await sample.evaluate((it) => getComputedStyle(it).backgroundColor);
  assert.equal(colour, "rgb(139, 0, 0)");
  await shot(admin, "looks");
});

test("a recipient sees logo, colour and address on the page and in the mail", async () => {
  await admin.goto(`${server.origin}/documents`);
  await draft(admin, server, { recipients: [TARO] });
  await requestAdvancedAuth(admin);
  await goOnAndSend(admin);
  const mail = await server.mailTo(TARO.email, { subject: "書類の確認" });
  await taro.goto(mail.body.match(/http\S+\/l\/\S+/)[0]);
  const logo = taro.locator(".sender-mark img");
  await logo.waitFor();
  assert.ok(await isDrawn(logo));
  await taro.getByText("東京都千代田区丸の内1-1-1").waitFor();
  const button = taro.getByRole("button", { name: "確認コードを送る" }).first();
  const background = await button.evaluate((it) => getComputedStyle(it).backgroundColor);
  assert.equal(background, "rgb(139, 0, 0)");
  await shot(taro, "looks-landing");
  const address = new URL(await logo.getAttribute("src"), server.origin);
  const stranger = await person(browser);
  const refused = await stranger.goto(address.href);
  assert.ok(refused.status() >= 400, "the logo is for those who see the recipient's pages");
});

/** Whether the picture was loaded and drawn. */
async function isDrawn(picture) {
  return picture.evaluate(async (it) => { await it.decode(); return it.naturalWidth > 100; });
}
