// The steps of people, by the labels on the screens.

import { Authenticator } from "./totp.mjs";
import { shot } from "./browser.mjs";

export const PASSWORD = "ひとりずつ違う長い合言葉";
export const CONTRACT = new URL("../../../../docs/examples/contract.pdf", import.meta.url).pathname;

export async function setUp(page, server, email = "sato@warijirushi.example") {
  await page.goto(server.origin);
  await page.getByRole("heading", { name: "はじめに" }).waitFor();
  await shot(page, "setup");
  await page.getByLabel("組織名").fill("割印商事株式会社");
  await page.getByLabel("氏名").fill("佐藤 一郎");
  await page.getByLabel("メールアドレス").fill(email);
  await page.getByLabel("パスワード").fill(PASSWORD);
  await page.getByRole("button", { name: "アカウントを作成" }).click();
  await page.getByRole("heading", { name: "書類", exact: true }).waitFor();
}

// The form of the page of an invitation by a password; beside it stands the one by a passkey.
export const joinForm = (page) => page.locator("form:not([data-passkey])", { has: page.locator("#f-password") });

// From the mailed invitation to membership, as a new person.
export async function join(page, server, { name, email }) {
  const invitation = await server.mailTo(email, { subject: "組織への招待" });
  await page.goto(invitation.body.match(/http\S+\/invitations\/\S+/)[0]);
  await page.getByRole("button", { name: "確認コードを送る" }).click();
  const form = joinForm(page);
  await form.getByLabel("確認コード").fill((await server.mailTo(email, { subject: "確認コード" })).code);
  await form.getByLabel("氏名").fill(name);
  await form.getByLabel("パスワード").fill(PASSWORD);
  await form.getByRole("button", { name: "参加する" }).click();
  await page.getByText("組織に参加しました。").waitFor();
}

// From the security page to the page behind the backup codes.
export async function enrol(page, server) {
  await page.getByRole("button", { name: "2要素認証を設定する" }).click();
  const authenticator = await registerApp(page, server);
  await saveBackupCodes(page, authenticator);
  return authenticator;
}

// The page of the enrolment: an app takes the key, and the first code confirms it.
export async function registerApp(page, server) {
  await page.getByText("セットアップキー").waitFor();
  const authenticator = new Authenticator(await page.locator("#setup-key").innerText(), server);
  // O-04: on the same device by a tap, elsewhere by QR code or key.
  const scan = page.locator("summary", { hasText: "別の端末の認証アプリを使う" });
  if ((await scan.isVisible()) && !(await scan.evaluate((summary) => summary.parentElement.open))) await scan.click();
  await page.getByRole("img", { name: "認証アプリ用のQRコード" }).waitFor();
  const opens = await page.getByRole("link", { name: "この端末の認証アプリで開く" }).getAttribute("href");
  if (!opens.startsWith("otpauth://totp/")) throw new Error(`the button leads to ${opens.slice(0, 20)}`);
  await shot(page, "enrol");
  await page.getByLabel("認証コード").fill(authenticator.next());
  await page.getByRole("button", { name: "有効にする" }).click();
  return authenticator;
}

// The page of the backup codes, up to the page behind it.
export async function saveBackupCodes(page, authenticator) {
  await page.getByRole("heading", { name: "バックアップコード" }).waitFor();
  authenticator.backupCodes = await page.locator("#backup-codes li").allInnerTexts();
  await shot(page, "backup-codes");
  await page.getByLabel("バックアップコードを保存しました").check();
  await page.getByRole("button", { name: "完了" }).click();
}

export async function signIn(page, server, email, { password = PASSWORD } = {}) {
  await page.goto(`${server.origin}/sign-in`);
  await page.getByLabel("メールアドレス").fill(email);
  await page.getByLabel("パスワード").fill(password);
  await page.getByRole("button", { name: "ログイン", exact: true }).click();
}

// The pages of one's own, behind one's name at the top.
export async function goToOwn(page, name) {
  await page.locator(".own-menu > summary").click();
  await page.getByRole("link", { name, exact: true }).click();
}

export async function signOut(page) {
  await page.locator(".own-menu > summary").click();
  await page.getByRole("button", { name: "ログアウト" }).click();
  await page.getByRole("heading", { name: "ログイン" }).waitFor();
}

// Steps 01 and 02 up to the recipients.
export async function draft(page, server, { title = "業務委託契約書", recipients }) {
  await page.goto(`${server.origin}/documents`);
  await page.getByRole("link", { name: "新しい書類の送信" }).first().click();
  await page.getByRole("heading", { name: "01 書類の準備" }).waitFor();
  await page.getByLabel("PDFファイル").setInputFiles(CONTRACT);
  await page.getByLabel("タイトル").fill(title);
  await page.getByRole("button", { name: "次へ" }).click();
  await page.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
  for (const recipient of recipients) await addRecipient(page, recipient);
}

export async function addRecipient(page, { name, email, language }) {
  await page.getByRole("button", { name: "宛先を追加" }).click();
  await page.getByRole("dialog", { name: "宛先編集" }).waitFor();
  await page.getByLabel("氏名").fill(name);
  await page.getByLabel("メールアドレス").fill(email);
  if (language) await page.getByLabel("言語").selectOption({ label: language });
  await shot(page, "wizard-02-dialog");
  await page.getByRole("button", { name: "保存", exact: true }).click();
  await page.getByText(email).waitFor();
}

export async function requestAdvancedAuth(page) {
  await page.getByRole("button", { name: "オプション" }).click();
  await page.getByRole("menuitem", { name: "高度な認証リクエストを設定する" }).click();
  await page.getByText("高度な認証リクエストを設定しました。").waitFor();
}

// From step 02 to the document's page.
export async function goOnAndSend(page) {
  await page.getByRole("button", { name: "次へ" }).click();
  await page.getByRole("heading", { name: "03 入力項目の設定" }).waitFor();
  await page.getByRole("button", { name: "次へ" }).click();
  await page.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
  await page.getByRole("button", { name: "送信する" }).click();
}

// A recipient without an account, from the mailed link to the document.
export async function arrive(page, server, email) {
  const invitation = await server.mailTo(email, { subject: "書類の確認" });
  await page.goto(invitation.link);
  await page.getByText("手順 1/4").waitFor();
  await shot(page, "landing");
  await page.getByRole("button", { name: "確認コードを送る" }).click();
  await page.getByLabel("確認コード").waitFor();
  await shot(page, "mailbox-code");
  const mail = await server.mailTo(email, { subject: "確認コード" });
  await page.getByLabel("確認コード").fill(mail.code);
  await page.getByRole("button", { name: "確認する" }).click();
  await page.getByText("手順 2/4").waitFor();
  await shot(page, "register");
  await page.getByLabel("パスワード").fill(PASSWORD);
  await page.getByRole("button", { name: "アカウントを作成" }).click();
  await page.getByText("手順 3/4").waitFor();
  const authenticator = await registerApp(page, server);
  await page.getByText("手順 4/4").waitFor();
  return authenticator;
}

// A recipient with an account and an authenticator, from the page of the mailed link to the document.
export async function returnAs(page, email, authenticator, { password = PASSWORD } = {}) {
  await page.locator("summary", { hasText: "アカウントをお持ちの方" }).click();
  await page.getByLabel("メールアドレス").fill(email);
  await page.getByLabel("パスワード").fill(password);
  await page.getByLabel("認証コード").fill(authenticator.next());
  await page.getByRole("button", { name: "ログイン" }).click();
  await page.getByText("手順 4/4").waitFor();
}

// The recipient's page shows every page of the document: consent needs that.
export async function lookThrough(page) {
  for (const figure of await page.locator("[data-page]").all()) {
    await figure.scrollIntoViewIfNeeded();
    const image = figure.locator("> img");
    const isThere = () => image.evaluate((img) => img.complete && img.naturalWidth > 0);
    for (const end = Date.now() + 15_000; !(await isThere()); ) {
      if (Date.now() > end) throw new Error(`${await image.getAttribute("alt")} does not come`);
      await page.waitForTimeout(50);
    }
  }
}

export async function consent(page) {
  await lookThrough(page);
  await page.getByRole("button", { name: "書類の内容に同意する" }).click();
  await page.getByRole("dialog").waitFor();
  await shot(page, "consent");
  await page.getByRole("button", { name: "同意して確認完了" }).click();
}
