// The pages of the contract in the page: on a phone, on a computer, without JavaScript.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { CONTRACT, addRecipient, consent, draft, goOnAndSend, lookThrough, setUp } from "../support/steps.mjs";
import { pages, scanned, unmapped } from "../support/pdf.mjs";
import { fingers } from "../support/touch.mjs";

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 3 };

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

// A recipient's page of a contract with these files.
async function sent(files, options) {
  const email = `taro${server.mails.length}@example.com`;
  await sender.goto(`${server.origin}/documents/new`);
  await sender.getByLabel("PDFファイル").setInputFiles(files);
  await sender.getByLabel("タイトル").fill("業務委託契約書");
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("button", { name: "宛先を追加" }).click();
  await sender.getByLabel("氏名").fill("山田 太郎");
  await sender.getByLabel("メールアドレス").fill(email);
  await sender.getByRole("button", { name: "保存", exact: true }).click();
  await sender.getByText(email).waitFor();
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const page = await person(browser, options);
  page.images = [];
  page.on("response", (answer) => {
    if (/\/pages\/\d+\?w=/.test(answer.url())) page.images.push(answer.url());
  });
  await page.goto((await server.mailTo(email, { subject: "書類の確認" })).link);
  await page.getByRole("button", { name: "書類を開く" }).click();
  await page.getByRole("heading", { name: "業務委託契約書" }).waitFor();
  return page;
}

const contract = { name: "contract.pdf", mimeType: "application/pdf", buffer: readFileSync(CONTRACT) };
const long = (name, count) => ({ name, mimeType: "application/pdf", buffer: pages(count) });

// The picture has come and is not empty.
async function isShown(page, number) {
  const image = page.locator(`#page-${number} img`);
  await image.scrollIntoViewIfNeeded();
  const isThere = () => image.evaluate((img) => img.complete && img.naturalWidth > 0);
  for (let tries = 0; !(await isThere()) && tries < 200; tries++) await page.waitForTimeout(50);
  assert.ok(await isThere(), `page ${number}`);
}

// Two fingers make the pages larger; what is between them stays there, and so does the page around the pages.
async function pinched(phone) {
  const { pinch } = await fingers(phone);
  const page = phone.locator("#page-1");
  const level = phone.locator("[data-zoom-level]");
  await page.evaluate((page) => page.scrollIntoView({ block: "start" }));
  const [before, at] = [await page.boundingBox(), [150, 400]];
  const held = (box) => [(at[0] - box.x) / box.width, (at[1] - box.y) / box.height];
  await pinch(at, 40, 80);
  assert.equal(await level.innerText(), "200%");
  const twice = await page.boundingBox();
  assert.ok(Math.abs(twice.width - 2 * before.width) < 12, `${before.width} became ${twice.width}`);
  held(before).forEach((part, axis) => assert.ok(Math.abs(part - held(twice)[axis]) < 0.02, `${held(before)} ${held(twice)}`));
  assert.equal(await phone.evaluate(() => visualViewport.scale), 1);
  assert.ok((await phone.locator("body").evaluate((body) => body.scrollWidth)) <= 390, "the pages scroll by themselves");
  await shot(phone, "viewer-phone-pinched");
  await pinch(at, 80, 40);
  assert.equal(await level.innerText(), "100%");
}

// O-30 O-31
test("a recipient on a phone sees the pages, and the answer bar covers no more than a tenth of the screen", async () => {
  const phone = await sent([CONTRACT], PHONE);
  await isShown(phone, 1);
  await shot(phone, "viewer-phone");
  const width = await phone.locator("body").evaluate((body) => body.scrollWidth);
  assert.ok(width <= 390, `the page is ${width} pixels wide`);
  const image = await phone.locator("#page-1 img").boundingBox();
  assert.ok(image.width > 330, `the page is ${image.width} pixels wide`);
  assert.equal(await phone.getByRole("img", { name: "1 / 2 ページ" }).count(), 1);
  await pinched(phone);
  for (const viewport of [{ width: 390, height: 844 }, { width: 360, height: 640 }, { width: 844, height: 390 }]) {
    await phone.setViewportSize(viewport);
    await phone.evaluate(() => scrollTo(0, 300));
    const covered = await phone.locator(".answer").evaluate((bar) => {
      const { top, bottom } = bar.getBoundingClientRect();
      return Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0)) / innerHeight;
    });
    assert.ok(covered <= 0.1, `${viewport.width}×${viewport.height}: ${covered}`);
    const middle = async (locator) => {
      const { x, y, width, height } = await locator.boundingBox();
      assert.ok(x >= 0 && x + width <= viewport.width, `${viewport.width}: it ends at ${x + width}`);
      return y + height / 2;
    };
    const zoom = phone.getByRole("button", { name: "拡大する" });
    const [count, larger] = [await middle(phone.locator("[data-jump] input")), await middle(zoom)];
    assert.ok(Math.abs(count - larger) < 4, `${viewport.width}: the buttons stand ${larger - count} below the count`);
  }
  await phone.setViewportSize(PHONE.viewport);
  await consent(phone);
  await phone.getByText("締結されました。").waitFor();
  await isShown(phone, 1);
  await phone.getByRole("link", { name: "締結済みPDF" }).waitFor();
  assert.deepEqual(phone.complaints, []);
});

// O-31
test("nothing is loaded that is not near, and consent waits until every page was shown", async () => {
  const page = await sent([long("長い契約書.pdf", 30)], { viewport: { width: 1280, height: 800 } });
  await isShown(page, 1);
  const readable = () => page.images.filter((url) => !url.endsWith("w=160"));
  const loaded = new Set(readable().map((url) => url.replace(/\?.*/, "")));
  assert.ok(loaded.size <= 4, `${loaded.size} pages were loaded at once`);
  await page.getByRole("button", { name: "書類の内容に同意する" }).click();
  await page.getByText("まだ表示していないページが").waitFor();
  await shot(page, "consent-not-all-shown");
  assert.equal(await page.getByRole("button", { name: "同意して確認完了" }).count(), 0);
  await page.getByRole("link", { name: "最後まで表示する" }).click();
  await lookThrough(page);
  await page.getByRole("button", { name: "書類の内容に同意する" }).click();
  await page.getByRole("button", { name: "同意して確認完了" }).click();
  await page.getByText("締結されました。").or(page.getByText("電子署名を付与しています")).first().waitFor();
  await sender.reload();
  await sender.getByText("山田 太郎 様に全30ページを表示しました").waitFor();
});

// O-30
test("the text over a page can be selected and found, pages are zoomed and jumped to by keys and buttons", async () => {
  const page = await sent([contract, long("別紙.pdf", 3)], { viewport: { width: 1280, height: 800 } });
  await isShown(page, 1);
  await shot(page, "viewer-computer");
  await page.getByRole("heading", { name: "contract.pdf" }).waitFor();
  await page.getByRole("heading", { name: "別紙.pdf" }).waitFor();
  const line = page.locator("#page-1 .text-layer text", { hasText: "割印商事株式会社" }).first();
  const { x, y, width, height } = await line.boundingBox();
  await page.mouse.move(x + 1, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width - 1, y + height / 2, { steps: 5 });
  await page.mouse.up();
  assert.match(await page.evaluate(() => getSelection().toString()), /割印商事株式会社/);
  assert.equal(await page.locator("#page-1 .text-layer").getAttribute("lang"), "ja");
  const image = await page.locator("#page-1 img").boundingBox();
  assert.ok(x > image.x && x + width < image.x + image.width, "the text stands on the page");

  const before = image.width;
  await page.getByRole("button", { name: "拡大する" }).click();
  assert.ok((await page.locator("#page-1 img").boundingBox()).width > before * 1.2);
  await page.locator("[data-page-list]").focus();
  await page.keyboard.press("0");
  assert.equal(Math.round((await page.locator("#page-1 img").boundingBox()).width), Math.round(before));

  const jump = page.getByRole("spinbutton");
  await jump.fill("4");
  await jump.press("Enter");
  await isShown(page, 4);
  await page.locator(".thumbs a[href='#page-2']").click();
  await isShown(page, 2);
  await page.locator("#page-2 .text-layer").waitFor({ state: "attached" });
  assert.deepEqual(page.complaints, []);
});

// O-30
test("the text of a page that could not be loaded is asked for again when the page comes near once more", async () => {
  const page = await sent([long("long.pdf", 12)]);
  let asked = 0;
  await page.route(/\/pages\/6\/text$/, (route) => (asked++ ? route.continue() : route.fulfill({ status: 503 })));
  const goTo = (number) => page.locator(`#page-${number}`).evaluate((one) => one.scrollIntoView({ block: "center" }));
  const refused = page.waitForResponse(/\/pages\/6\/text$/);
  await goTo(6);
  assert.equal((await refused).status(), 503);
  await goTo(12);
  await page.locator("#page-12 .text-layer").waitFor({ state: "attached" });
  await goTo(6);
  await page.locator("#page-6 .text-layer").waitFor({ state: "attached" });
  assert.equal(asked, 2);
});

// O-30 O-31 T-036
test("without JavaScript the pages stand in order, and the link shows the rest", async () => {
  const phone = await sent([CONTRACT], { ...PHONE, javaScriptEnabled: false });
  await isShown(phone, 1);
  await isShown(phone, 2);
  assert.ok((await phone.locator("#page-1 .text-layer text").count()) > 10);
  assert.equal(await phone.getByRole("button", { name: "拡大する" }).isVisible(), false);
  await consent(phone);
  await phone.getByText("締結されました。").or(phone.getByText("電子署名を付与しています")).first().waitFor();
});

// O-30
test("a page that is a picture, or whose font does not tell its characters, says so and offers the PDF", async () => {
  const files = [["スキャン.pdf", scanned()], ["記号.pdf", unmapped()], ["契約書.pdf", readFileSync(CONTRACT)]];
  const page = await sent(files.map(([name, buffer]) => ({ name, mimeType: "application/pdf", buffer })), { viewport: { width: 1280, height: 800 } });
  for (const [place, name] of [[1, "スキャン.pdf"], [2, "記号.pdf"]]) {
    await isShown(page, place);
    const told = page.locator(`[data-is-image="page-${place}"]`);
    await told.getByText("このページの文字は読み取れません").waitFor();
    const pdf = await told.getByRole("link", { name: "PDFを開く" }).getAttribute("href");
    assert.equal(pdf, await page.locator(".file-head", { hasText: name }).getByRole("link").getAttribute("href"));
  }
  await shot(page, "viewer-pictures");
  await isShown(page, 3);
  await page.locator("#page-3 .text-layer text").first().waitFor({ state: "attached" });
  assert.equal(await page.locator("[data-is-image='page-3']").isVisible(), false);
  assert.deepEqual(page.complaints, []);
});

// O-30
test("the sender sees the pages in the wizard and on the document's page", async () => {
  await draft(sender, server, { title: "確認用", recipients: [] });
  await sender.getByRole("region", { name: "受け取ったファイル" }).getByText("contract.pdf").waitFor();
  await shot(sender, "wizard-02-taken");
  await sender.getByRole("link", { name: "ページを見る" }).click();
  await isShown(sender, 2);
  await sender.getByRole("button", { name: "次へ" }).click();
  await addRecipient(sender, { name: "花子", email: "hanako@example.com" });
  await sender.getByRole("button", { name: "次へ" }).click();
  await sender.getByRole("heading", { name: "03 入力項目の設定" }).waitFor();
  await isShown(sender, 1);
  await shot(sender, "wizard-03-pages");
  // The same tools as in the viewer: thumbnails where there is room, jumps, keys, and the text.
  const before = sender.viewportSize();
  await sender.setViewportSize({ width: 1440, height: 900 });
  await sender.locator(".thumbs a[href='#page-2']").click();
  await isShown(sender, 2);
  await sender.locator(".thumbs a[href='#page-2'][aria-current]").waitFor();
  await shot(sender, "wizard-03-thumbnails");
  const jump = sender.locator("[data-jump] input");
  await jump.fill("1");
  await jump.press("Enter");
  await isShown(sender, 1);
  await sender.locator("#page-1 .text-layer text", { hasText: "割印商事株式会社" }).first().waitFor({ state: "attached" });
  const width = async () => (await sender.locator("#page-1").boundingBox()).width;
  const usual = await width();
  await sender.locator("[data-page-list]").focus();
  for (const [key, level] of [["+", 125], ["-", 100], ["-", 75], ["0", 100]]) {
    await sender.keyboard.press(key);
    assert.equal(await sender.locator("[data-zoom-level]").innerText(), `${level}%`);
    assert.ok(Math.abs((await width()) - (usual * level) / 100) < 8, `${usual} ${level} ${await width()}`);
  }
  await sender.setViewportSize(before);
  assert.equal(await sender.locator(".thumbs").isVisible(), false);
  await sender.goto(sender.url().replace(/03(#.*)?$/, "01"));
  await isShown(sender, 1);
  await shot(sender, "wizard-01-pages");
  await sender.goto(sender.url().replace(/01$/, "04"));
  await isShown(sender, 1);
  await sender.getByRole("button", { name: "送信する" }).click();
  await sender.getByText("書類を送信しました。").waitFor();
  await isShown(sender, 2);
  await shot(sender, "document-pages");
  assert.deepEqual(sender.complaints, []);
});
