// Each recipient reads in the language that the sender set; the sender in the language of the account.

import assert from "node:assert/strict";
import { test } from "node:test";
import { person, shot } from "../support/browser.mjs";
import { browser, ofSender, sender, server } from "../support/enrolled-sender.mjs";
import { until } from "../support/server.mjs";
import { PASSWORD, draft, enrol, lookThrough, requestAdvancedAuth } from "../support/steps.mjs";
import { Authenticator } from "../support/totp.mjs";
import { expectLanguage, wordsOf } from "../support/words.mjs";

const NAMES = { en: "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文" };
const TITLE = "Service Agreement";
// Text that people typed, which no page translates.
const GIVEN = ["割印商事株式会社", "佐藤 一郎", TITLE, "contract.pdf"];

async function send(recipients, { isRequested = false } = {}) {
  const before = server.mails.length;
  await draft(sender, server, { title: TITLE, recipients });
  if (isRequested) await requestAdvancedAuth(sender);
  for (const step of ["03 入力項目の設定", "04 送信内容の確認"]) {
    await sender.getByRole("button", { name: "次へ" }).click();
    await sender.getByRole("heading", { name: step }).waitFor();
  }
  await sender.getByRole("button", { name: "送信する" }).click();
  await sender.getByText("書類を送信しました。").waitFor();
  return server.mailTo(recipients[0].email, { after: before });
}

for (const [language, name] of Object.entries(NAMES)) {
  // T-061 T-073
  test(`a recipient reads everything in ${name}, from the mail to the mail of the conclusion`, async () => {
    const t = wordsOf(language);
    const email = `lee-${language.toLowerCase()}@example.com`;
    const mail = await send([{ name: "Lee", email, language: name }]);
    assert.match(mail.subject, new RegExp(t("email-invitation.subject")), mail.subject);
    const page = await person(browser, { locale: "ja-JP" });
    await page.goto(mail.link);
    await expectLanguage(page, language, GIVEN);
    await shot(page, `landing-${language}`);
    await page.getByRole("button", { name: t("recipient-open-document") }).click();
    await page.getByRole("heading", { name: TITLE }).waitFor();
    await expectLanguage(page, language, GIVEN);
    await shot(page, `recipient-document-${language}`);
    await page.getByRole("link", { name: t("recipient-decline") }).click();
    await page.getByRole("heading", { name: t("recipient-decline") }).waitFor();
    await expectLanguage(page, language, GIVEN);
    await page.goBack();
    await lookThrough(page);
    const mails = server.mails.length;
    await page.getByRole("button", { name: t("recipient-agree") }).click();
    await page.getByRole("dialog").waitFor();
    await expectLanguage(page, language, GIVEN);
    await page.getByRole("button", { name: t("recipient-agree-and-finish") }).click();
    await page.getByText(t("recipient-concluded")).or(page.locator("[data-refresh]")).first().waitFor();
    await expectLanguage(page, language, GIVEN);
    const told = await server.mailTo(email, { after: mails });
    const body = GIVEN.reduce((text, word) => text.replaceAll(word, ""), `${told.subject}\n${told.body}`);
    assert.doesNotMatch(body, /[\u3041-\u30ff]/u, body);
    assert.deepEqual(page.complaints, []);
  });
}

// O-07
test("errors and ended links are in the recipient's language as well", async () => {
  const t = wordsOf("zh-Hant");
  const first = await send([{ name: "Chen", email: "chen@example.com", language: "繁體中文" }]);
  server.advance(11 * 24 * 3600);
  const page = await person(browser);
  await page.goto(first.link);
  await page.getByRole("heading", { name: t("recipient-expired-link") }).waitFor();
  await expectLanguage(page, "zh-Hant", GIVEN);
  await page.goto(`${page.url()}/document`);
  await expectLanguage(page, "zh-Hant", GIVEN);
});

// T-074 T-072
test("a document with the request is Japanese to a reader who chose English, and its help offers no other language", async () => {
  await sender.goto(`${server.origin}/documents`);
  await reenter();
  const mail = await send([{ name: "山田 太郎", email: "taro@example.com" }], { isRequested: true });
  assert.match(mail.subject, /書類の確認をお願いします/);
  const page = await person(browser);
  await page.goto(`${server.origin}/sign-in`);
  await page.getByRole("button", { name: "English" }).click();
  await page.getByRole("heading", { name: wordsOf("en")("account-sign-in") }).waitFor();
  await page.goto(mail.link);
  await page.getByText("手順 1/4").waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "ja");
  assert.equal(await page.locator(".languages").count(), 0);
  const turn = page.url().split("/").at(-1);
  await page.goto(`${server.origin}/sign-in?next=turn:${turn}`);
  await page.getByRole("heading", { name: "ログイン" }).waitFor();
  await page.getByLabel("メールアドレス").fill("unknown@example.com");
  await page.getByLabel("パスワード").fill("x");
  await page.getByRole("button", { name: "ログイン", exact: true }).click();
  await page.getByText("メールアドレスまたはパスワードが正しくありません。").waitFor();
  // Without the link, nothing shows the recipient's language.
  const stranger = await person(browser);
  await stranger.goto(`${server.origin}/sign-in`);
  await stranger.getByRole("button", { name: "English" }).click();
  await stranger.goto(`${server.origin}/r/${turn}`);
  assert.equal(await stranger.locator("html").getAttribute("lang"), "en");
});

// After eleven days the sender signs in again.
async function reenter() {
  if (await sender.getByRole("heading", { name: "ログイン" }).count()) {
    await sender.getByLabel("メールアドレス").fill("sato@warijirushi.example");
    await sender.getByLabel("パスワード").fill(PASSWORD);
    await sender.getByRole("button", { name: "ログイン", exact: true }).click();
    await sender.getByLabel("認証コード").fill(ofSender.next());
    await sender.getByRole("button", { name: "認証する" }).click();
    await sender.getByRole("heading", { name: "書類", exact: true }).waitFor();
  }
}

// O-15 O-05
test("where the organisation has lifted the lock, the whole gated path is in the recipient's language", async () => {
  await sender.goto(`${server.origin}/settings/organisation`);
  await sender.getByLabel("言語を問わず使える").check();
  await sender.getByRole("button", { name: "保存" }).click();
  await sender.getByText("組織の設定を保存しました。").waitFor();
  for (const language of ["en", "zh-Hans", "zh-Hant"]) {
    const t = wordsOf(language);
    const email = `gated-${language.toLowerCase()}@example.com`;
    const mail = await send([{ name: "Lee", email, language: NAMES[language] }], { isRequested: true });
    const page = await person(browser, { viewport: { width: 360, height: 740 } });
    await page.goto(mail.link);
    const screen = async (name) => {
      await expectLanguage(page, language, GIVEN);
      await shot(page, `gate-${name}-${language}`);
    };
    await screen("landing");
    const before = server.mails.length;
    await page.getByRole("button", { name: t("recipient-send-code") }).click();
    await page.getByLabel(t("account-mailed-code")).waitFor();
    await screen("code");
    const code = await server.mailTo(email, { after: before });
    await page.getByLabel(t("account-mailed-code")).fill("000000");
    await page.getByRole("button", { name: t("recipient-code-check"), exact: true }).click();
    await page.getByRole("alert").waitFor();
    await screen("wrong-code");
    await page.getByLabel(t("account-mailed-code")).fill(code.code);
    await page.getByRole("button", { name: t("recipient-code-check"), exact: true }).click();
    await page.getByLabel(t("recipient-password")).fill("short");
    await page.getByRole("button", { name: t("recipient-create-account") }).click();
    await page.getByRole("alert").waitFor();
    await screen("register");
    await page.getByLabel(t("recipient-password")).fill(PASSWORD);
    await page.getByRole("button", { name: t("recipient-create-account") }).click();
    await page.locator("#setup-key").waitFor();
    await screen("enrol");
    const authenticator = new Authenticator(await page.locator("#setup-key").innerText(), server);
    await page.getByLabel(t("account-factor-code")).fill(authenticator.next());
    await page.getByRole("button", { name: t("account-enable") }).click();
    await page.getByRole("heading", { name: TITLE }).waitFor();
    await screen("document");
    await page.getByRole("button", { name: t("account-backup-codes-show") }).click();
    await page.locator("#backup-codes").waitFor();
    await screen("backup-codes");
    await page.getByLabel(t("account-backup-codes-saved")).check();
    await page.getByRole("button", { name: t("account-done") }).click();
    await page.getByRole("heading", { name: TITLE }).waitFor();
    await page.goto(`${server.origin}/help`);
    await expectLanguage(page, language, GIVEN);
    assert.deepEqual(page.complaints, []);
  }
});

test("a sender who chooses English has pages and mails in English from then on", async () => {
  const t = wordsOf("en");
  const given = [...GIVEN, "山田 太郎", "固有性", "認証アプリ"];
  await sender.goto(`${server.origin}/documents`);
  await sender.getByRole("button", { name: "English" }).click();
  await sender.getByRole("heading", { name: t("documents"), exact: true }).waitFor();
  for (const path of ["/documents", "/templates", "/settings/organisation", "/settings/members", "/settings/idp", "/settings/idp/new", "/settings/security", "/help", "/documents/new"]) {
    await sender.goto(server.origin + path);
    await expectLanguage(sender, "en", given);
    await shot(sender, `office-en${path.replaceAll("/", "-")}`);
  }
  await sender.goto(`${server.origin}/documents`);
  await sender.getByRole("link", { name: new RegExp(TITLE) }).first().click();
  await sender.getByRole("heading", { name: TITLE }).waitFor();
  await expectLanguage(sender, "en", given);
  await shot(sender, "office-en-document");
  const mails = server.mails.length;
  const reporter = await person(browser);
  const link = server.mails.findLast((mail) => mail.to === "taro@example.com").link;
  await reporter.goto(link);
  await reporter.getByRole("link", { name: "この宛先は私ではありません" }).click();
  await reporter.getByLabel("確認").fill("違います");
  await reporter.getByRole("button", { name: "宛先が違うと伝える" }).click();
  const told = await until("the sender's mail", () => server.mails.slice(mails).find((mail) => mail.to === "sato@warijirushi.example"));
  const said = given.reduce((text, word) => text.replaceAll(word, ""), told.subject + told.body);
  assert.doesNotMatch(said, /[\u3041-\u30ff]/u, said);
  await sender.goto(`${server.origin}/documents`);
  await sender.getByRole("button", { name: "日本語" }).click();
  await sender.getByRole("heading", { name: "書類", exact: true }).waitFor();
});

test("instants are written by the clocks that the organisation sets", async () => {
  await sender.goto(`${server.origin}/settings/organisation`);
  await sender.getByLabel("タイムゾーン").selectOption("Europe/Berlin");
  await sender.getByRole("button", { name: "保存" }).click();
  await sender.getByText("組織の設定を保存しました。").waitFor();
  await sender.goto(`${server.origin}/documents`);
  await sender.getByText(/\((CET|CEST)\)/).first().waitFor();
  await sender.goto(`${server.origin}/settings/organisation`);
  await sender.getByLabel("タイムゾーン").selectOption("Asia/Tokyo");
  await sender.getByRole("button", { name: "保存" }).click();
});
