// The help page: its pictures show the screens as they are, and its links lead to answers.
// `cargo xtask help-pictures` runs this file so that it writes the pictures anew.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { SCALE, picture } from "../support/picture.mjs";
import { startServer } from "../support/server.mjs";
import { PASSWORD, consent, draft, enrol, join, lookThrough, requestAdvancedAuth, setUp } from "../support/steps.mjs";
import { Authenticator } from "../support/totp.mjs";

const TARO = { name: "山田 太郎", email: "taro@example.com" };
const HANAKO = { name: "鈴木 花子", email: "hanako@warijirushi.example" };
const OTHERS = [{ name: "田中 美咲", email: "misaki@example.com" }, { name: "高橋 次郎", email: "jiro@example.com" }];
const OFFICE = { viewport: { width: 768, height: 900 }, deviceScaleFactor: SCALE, colorScheme: "light" };
const PHONE = { viewport: { width: 360, height: 640 }, deviceScaleFactor: SCALE, colorScheme: "light", hasTouch: true };

let browser, server, sender, taro, page;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  sender = await person(browser, OFFICE);
  taro = await person(browser, PHONE);
  await setUp(sender, server);
  await sender.goto(`${server.origin}/settings/security`);
  await enrol(sender, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const panel = (of, name) => of.locator("section.panel", { has: of.getByRole("heading", { name }) });

// T-003
test("the pictures for senders show where the request is set and that it is", async () => {
  await draft(sender, server, { title: "業務委託契約書", recipients: [TARO, ...OTHERS] });
  await sender.getByRole("button", { name: "オプション" }).click();
  const item = sender.getByRole("menuitem", { name: "高度な認証リクエストを設定する" });
  const request = panel(sender, "高度な認証リクエスト");
  await picture(sender, "request", { places: [sender.locator(".eyebrow"), request, item], mark: [sender.locator("main .menu summary"), item] });
  await sender.locator("main .menu summary").click();
  await requestAdvancedAuth(sender);
  for (const step of ["03 入力項目の設定", "04 送信内容の確認"]) {
    await sender.getByRole("button", { name: "次へ" }).click();
    await sender.getByRole("heading", { name: step }).waitFor();
  }
  const facts = panel(sender, "書類");
  await picture(sender, "review", {
    places: [sender.locator(".eyebrow"), facts],
    mark: [facts.getByText("高度な認証リクエスト"), facts.getByText("設定あり")],
  });
  await sender.getByRole("button", { name: "送信する" }).click();
  await sender.getByText("書類を送信しました。").waitFor();
  page = sender.url().split("?")[0];
});

test("the pictures for recipients show a phone's screens from the link to the consent", async () => {
  await taro.goto((await server.mailTo(TARO.email, { subject: "書類の確認" })).link);
  const send = taro.getByRole("button", { name: "確認コードを送る" });
  await picture(taro, "landing", { places: [taro.locator(".path"), panel(taro, "はじめての方")], mark: [send] });
  await send.click();
  await taro.getByLabel("確認コード").fill((await server.mailTo(TARO.email, { subject: "確認コード" })).code);
  await taro.getByRole("button", { name: "確認する" }).click();
  await taro.getByLabel("パスワード").fill(PASSWORD);
  await taro.getByRole("button", { name: "アカウントを作成" }).click();
  const authenticator = new Authenticator(await taro.locator("#setup-key").innerText(), server);
  await picture(taro, "enrol", {
    places: [taro.locator(".path"), taro.getByRole("button", { name: "有効にする" })],
    mark: [taro.getByRole("link", { name: "この端末の認証アプリで開く" })],
    cover: [taro.locator(".qr svg"), taro.locator("#setup-key")],
  });
  await taro.getByLabel("認証コード").fill(authenticator.next());
  await taro.getByRole("button", { name: "有効にする" }).click();
  await lookThrough(taro);
  const agree = taro.getByRole("button", { name: "書類の内容に同意する" });
  await agree.waitFor();
  await picture(taro, "consent", { mark: [agree] });
  await consent(taro);
  await taro.getByText("に同意しました。").waitFor();
});

test("the picture of a document's page shows where each recipient stands", async () => {
  await sender.goto(page);
  const recipients = panel(sender, "宛先");
  // The second recipient's mail is sent by a job: until then the page says so.
  for (let tries = 0; tries < 50 && !(await recipients.getByText("未開封").count()); tries += 1) {
    await sender.reload();
  }
  await recipients.getByText("未開封").waitFor();
  const states = await recipients.locator(".state").all();
  await picture(sender, "states", { places: [sender.locator(".eyebrow"), recipients], mark: states });
});

test("the pictures for admins show members and settings", async () => {
  await sender.goto(`${server.origin}/settings/members`);
  await sender.getByLabel("メールアドレス").fill(HANAKO.email);
  await sender.getByRole("button", { name: "招待する" }).click();
  const hanako = await person(browser, OFFICE);
  await join(hanako, server, HANAKO);
  await hanako.goto(`${server.origin}/settings/security`);
  await enrol(hanako, server);

  await sender.goto(`${server.origin}/settings/members`);
  const members = panel(sender, /^メンバー（/);
  await picture(sender, "members", {
    places: [sender.locator(".eyebrow"), members],
    mark: [members.locator(".row-actions")],
  });
  await sender.goto(`${server.origin}/settings/organisation`);
  await picture(sender, "organisation", {
    places: [sender.locator(".eyebrow"), sender.getByRole("group", { name: "高度な認証リクエストと宛先の言語" })],
    mark: [sender.getByRole("link", { name: "設定", exact: true })],
  });
});

test("the help shows its pictures, light and dark, at every width", async () => {
  const reader = await person(browser);
  await reader.goto(`${server.origin}/help`);
  await reader.locator("details.question").evaluateAll((all) => all.forEach((question) => (question.open = true)));
  const pictures = reader.locator(".picture img");
  assert.equal(await pictures.count(), readdirSync(new URL("../../assets/", import.meta.url)).filter((name) => name.startsWith("help-")).length);
  for (const image of await pictures.all()) {
    await image.scrollIntoViewIfNeeded();
    const { isLoaded, address, ratio, given } = await image.evaluate(async (element) => {
      await element.decode();
      return {
        isLoaded: element.naturalWidth > 0,
        address: element.getAttribute("src"),
        ratio: element.naturalWidth / element.naturalHeight,
        given: element.getAttribute("width") / element.getAttribute("height"),
      };
    });
    assert.ok(isLoaded, address);
    assert.ok(Math.abs(ratio - given) < 0.01, `${address} keeps its place before it has come`);
    const answer = await reader.request.get(server.origin + address);
    assert.match(answer.headers()["cache-control"], /immutable/);
  }
  for (const width of [360, 768, 1280]) {
    await reader.setViewportSize({ width, height: 800 });
    const wide = await reader.locator("body").evaluate((body) => body.scrollWidth);
    assert.ok(wide <= width, `the help is ${wide} pixels wide at ${width}`);
  }
  await shot(reader, "help");
  assert.deepEqual(reader.complaints, []);
});

test("every link into the help leads to an answer", async () => {
  const reader = await person(browser);
  await reader.goto(`${server.origin}/help`);
  const ids = new Set(await reader.locator("main [id]").evaluateAll((all) => all.map((element) => element.id)));
  const templates = new URL("../../templates/", import.meta.url);
  let links = 0;
  for (const file of readdirSync(templates, { recursive: true }).filter((name) => name.endsWith(".html"))) {
    for (const [, id] of readFileSync(new URL(file, templates), "utf8").matchAll(/"\/help#([^"]+)"/g)) {
      assert.ok(ids.has(id), `${file} leads to /help#${id}`);
      links += 1;
    }
  }
  assert.ok(links > 20);
});
