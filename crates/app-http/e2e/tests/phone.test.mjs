// A recipient's path on a phone, with JavaScript off; and the ways out of every refusal.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { person, shot } from "../support/browser.mjs";
import { browser, ofSender, sender, server } from "../support/enrolled-sender.mjs";
import { startServer, until } from "../support/server.mjs";
import { PASSWORD, arrive, consent, draft, enrol, goOnAndSend, lookThrough, requestAdvancedAuth, saveBackupCodes, setUp, signIn } from "../support/steps.mjs";

const TARO = { name: "山田 太郎", email: "taro@example.com" };

async function sendTo(recipient, title) {
  const after = server.mails.length;
  await draft(sender, server, { title, recipients: [recipient] });
  await requestAdvancedAuth(sender);
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  return server.mailTo(recipient.email, { subject: "書類の確認", after });
}

let authenticator, renewedOfSender;

// T-036 T-037 O-05 O-42
test("the whole path works at 360 pixels with JavaScript off", async () => {
  await sendTo(TARO, "雇用契約書");
  const phone = await person(browser, {
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
    isMobile: true,
    hasTouch: true,
  });
  authenticator = await arrive(phone, server, TARO.email);
  const mails = () => server.mails.filter((mail) => mail.to === TARO.email);
  const told = await until("the owner is told of account and factor", () => {
    const subjects = ["アカウントが作成されました", "アカウントの設定が変わりました"];
    const changes = mails().filter((mail) => subjects.includes(mail.subject));
    return changes.length === 2 && changes;
  });
  const said = told.map((mail) => mail.body).join();
  assert.match(said, /アカウントが作成されました/);
  assert.match(said, /認証アプリ（2要素認証）が設定されました/);
  const subjects = mails().map((mail) => mail.subject);
  assert.equal(subjects.length - told.length, 2, `one more mail on the path, the code: ${subjects}`);
  await server.mailTo("sato@warijirushi.example", { subject: "送信後に登録された認証方法" });
  const width = await phone.locator("body").evaluate((body) => body.scrollWidth);
  assert.ok(width <= 360, `the page is ${width} pixels wide`);
  await phone.getByRole("link", { name: "PDFを開く" }).waitFor();
  await phone.getByText("まだ保存されていません").waitFor();
  await consent(phone);
  await phone.getByText("締結されました。").or(phone.getByText("電子署名を付与しています")).first().waitFor();
  // O-11: the backup codes come last, by file, by print or by hand, and are asked for until they are saved.
  await phone.getByRole("heading", { name: "最後に、バックアップコードを保存してください" }).waitFor();
  await shot(phone, "recipient-save-codes");
  await phone.getByRole("button", { name: "バックアップコードを表示する" }).click();
  await phone.getByRole("heading", { name: "バックアップコード" }).waitFor();
  const shown = await phone.locator("#backup-codes li").allInnerTexts();
  const download = phone.waitForEvent("download");
  await phone.getByRole("button", { name: "ファイルに保存" }).click();
  const kept = await download;
  assert.equal(kept.suggestedFilename(), "wariin-backup-codes.txt");
  const text = readFileSync(await kept.path(), "utf8");
  assert.ok(shown.length === 10 && shown.every((code) => text.includes(code)) && text.includes(TARO.email));
  await saveBackupCodes(phone, authenticator);
  await phone.getByText("締結されました。").or(phone.getByText("電子署名を付与しています")).first().waitFor();
  assert.equal(await phone.getByText("バックアップコード").count(), 0, "the reminder has ended");
});

// T-039 CO-01
test("a recipient with an account signs in with a code, and is asked again when the last one is too old", async () => {
  const { link } = await sendTo(TARO, "秘密保持契約書");
  const page = await person(browser);
  await page.goto(link);
  await page.locator("summary", { hasText: "アカウントをお持ちの方" }).click();
  await page.getByLabel("メールアドレス").fill(TARO.email);
  await page.getByLabel("パスワード").fill(PASSWORD);
  await page.getByLabel("認証コード").fill(authenticator.again());
  await shot(page, "landing-sign-in");
  await page.getByRole("button", { name: "ログイン", exact: true }).click();
  await page.getByText("手順 3/4").waitFor();
  await page.getByText("この認証コードはすでに使われています。").waitFor();
  await shot(page, "code-in-path");
  await page.getByLabel("認証コード").fill(authenticator.next());
  await page.getByRole("button", { name: "認証する" }).click();
  await page.getByRole("heading", { name: "秘密保持契約書" }).waitFor();

  await lookThrough(page);
  server.advance(16 * 60);
  await page.getByRole("button", { name: "書類の内容に同意する" }).click();
  await page.getByText("もう一度ご本人を確認します。").waitFor();
  await shot(page, "consent-step-up");
  await page.getByLabel("認証コード").fill("000000");
  await page.getByRole("button", { name: "同意して確認完了" }).click();
  await page.getByText("コードが正しくありません。").waitFor();
  await page.getByLabel("認証コード").fill(authenticator.next());
  await page.getByRole("button", { name: "同意して確認完了" }).click();
  await page.getByText("締結されました。").waitFor();
});

// T-041 LI-05
test("another account's link shows the recipient's address, masked, and offers to switch", async () => {
  const { link } = await sendTo({ name: "高橋 次郎", email: "jiro@example.com" }, "覚書");
  await sender.goto(link);
  await sender.getByRole("heading", { name: "別の方宛ての書類です" }).waitFor();
  await sender.getByText("j***@example.com").waitFor();
  assert.equal(await sender.getByText("覚書").count(), 0);
  await shot(sender, "wrong-account");
});

// T-083
test("the recipient declines behind the gate, and a wrong recipient reports so outside it", async () => {
  const hanako = { name: "鈴木 花子", email: "hanako@example.com" };
  const { link } = await sendTo(hanako, "賃貸借契約書");
  const stranger = await person(browser);
  await stranger.goto(link);
  await stranger.getByRole("link", { name: "この宛先は私ではありません" }).click();
  await stranger.getByRole("button", { name: "宛先が違うと伝える" }).click();
  await stranger.getByRole("alert").getByText("「違います」と入力してください").waitFor();
  await shot(stranger, "not-me");
  await stranger.getByLabel("確認").fill("違います");
  await stranger.getByRole("button", { name: "宛先が違うと伝える" }).click();
  await stranger.getByRole("heading", { name: "送信者に伝えました" }).waitFor();
  await server.mailTo("sato@warijirushi.example", { subject: "宛先が違うとの申し出がありました" });
  await shot(stranger, "not-me-told");
  await stranger.getByRole("button", { name: "申し出を取り消す" }).click();
  await stranger.getByRole("link", { name: "この宛先は私ではありません" }).waitFor();
  await server.mailTo("sato@warijirushi.example", { subject: "申し出が取り消されました" });

  await sendTo(TARO, "売買契約書");
  const taro = await person(browser);
  await signIn(taro, server, TARO.email);
  await taro.getByLabel("認証コード").fill(authenticator.next());
  await taro.getByRole("button", { name: "認証する" }).click();
  await taro.getByRole("heading", { name: "受け取った書類", exact: true }).waitFor();
  const mail = await server.mailTo(TARO.email, { subject: "書類の確認" });
  await taro.goto(mail.link);
  await taro.getByRole("link", { name: "同意せずに却下する" }).click();
  await shot(taro, "decline");
  await taro.getByLabel("却下の理由").fill("金額が違います");
  await taro.getByRole("button", { name: "却下する" }).click();
  await taro.getByRole("heading", { name: "書類を却下しました" }).waitFor();
  const told = await server.mailTo("sato@warijirushi.example", { subject: "却下されました" });
  assert.match(told.body, /> 金額が違います/);
});

// T-084
test("a consent is withdrawn before the others have answered, the sender is told, and it can be given again", async () => {
  const after = server.mails.length;
  const hanako = { name: "鈴木 花子", email: "hanako2@example.com" };
  await draft(sender, server, { title: "共同開発契約書", recipients: [TARO, hanako] });
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const taro = await person(browser);
  await taro.goto((await server.mailTo(TARO.email, { subject: "書類の確認", after })).link);
  await taro.getByRole("button", { name: "書類を開く" }).click();
  await consent(taro);
  await taro.getByText("に同意しました。").waitFor();
  await taro.getByRole("link", { name: "同意を取り消す" }).click();
  await shot(taro, "withdraw");
  await taro.getByRole("button", { name: "同意を取り消す" }).click();
  await taro.getByText("同意を取り消しました。").waitFor();
  await shot(taro, "withdrawn");
  const told = await server.mailTo("sato@warijirushi.example", { subject: "同意が取り消されました", after });
  assert.match(told.body, /山田 太郎/);
  await sender.reload();
  await sender.getByText("山田 太郎 様が同意を取り消しました").waitFor();

  const other = await person(browser);
  await other.goto((await server.mailTo(hanako.email, { subject: "書類の確認", after })).link);
  await other.getByRole("button", { name: "書類を開く" }).click();
  await consent(other);
  await other.getByText("に同意しました。").waitFor();
  await taro.reload();
  await consent(taro);
  await taro.getByText("締結されました。").waitFor();
});

// T-089
test("wrong codes are counted, block the right one for a while, and end no document", async () => {
  const page = await person(browser);
  await signIn(page, server, TARO.email);
  for (let tries = 0; tries < 5; tries++) {
    await page.getByLabel("認証コード").fill("000000");
    await page.getByRole("button", { name: "認証する" }).click();
    await page.getByText("コードが正しくありません。").waitFor();
  }
  await page.getByLabel("認証コード").fill(authenticator.next());
  await page.getByRole("button", { name: "認証する" }).click();
  await page.getByText("受け付けを止めています").waitFor();
  server.advance(120);
  await page.getByLabel("認証コード").fill(authenticator.next());
  await page.getByRole("button", { name: "認証する" }).click();
  await page.getByRole("heading", { name: "受け取った書類", exact: true }).waitFor();
});

// O-11 EN-06 EN-08
test("a lost phone is replaced by a backup code, which works once, and a new enrolment", async () => {
  const after = server.mails.length;
  const page = await person(browser);
  await signIn(page, server, "sato@warijirushi.example");
  await page.getByRole("link", { name: "バックアップコードを使う" }).click();
  await shot(page, "backup-code");
  await page.getByLabel("バックアップコード").fill("AAAA-BBBB-CCCC-DDDD");
  await page.getByRole("button", { name: "認証する" }).click();
  await page.getByText("コードが正しくありません。").waitFor();
  const [code] = ofSender.backupCodes;
  await page.getByLabel("バックアップコード").fill(code.toLowerCase());
  await page.getByRole("button", { name: "認証する" }).click();
  await page.getByText("以前の2要素認証を解除しました。").waitFor();
  const told = await server.mailTo("sato@warijirushi.example", { subject: "アカウントの設定が変わりました", after });
  assert.match(told.body, /バックアップコードが使われ/);
  const renewed = await enrol(page, server);
  const again = await server.mailTo("sato@warijirushi.example", { subject: "アカウントの設定が変わりました", after: server.mails.indexOf(told) + 1 });
  assert.match(again.body, /認証アプリ（2要素認証）が設定されました/);
  assert.ok(!renewed.backupCodes.includes(code));
  await sender.goto(`${server.origin}/documents`);
  await sender.getByRole("heading", { name: "ログイン" }).waitFor();
  renewedOfSender = renewed;
});

// EN-07
test("a forgotten password is replaced through the mailbox, and the second factor is still asked for", async () => {
  const page = await person(browser);
  await signIn(sender, server, "sato@warijirushi.example");
  await sender.getByLabel("認証コード").fill(renewedOfSender.next());
  await sender.getByRole("button", { name: "認証する" }).click();
  await sender.getByRole("heading", { name: "書類", exact: true }).waitFor();
  const { link } = await sendTo(TARO, "保守契約書");
  const after = server.mails.length;
  await page.goto(link);
  await page.getByRole("button", { name: "確認コードを送る" }).click();
  const mail = await server.mailTo(TARO.email, { subject: "確認コード", after });
  await page.getByLabel("確認コード").fill(mail.code);
  await page.getByRole("button", { name: "確認する" }).click();
  await page.getByRole("heading", { name: "アカウントはすでにあります" }).waitFor();
  await shot(page, "registered");
  await page.getByLabel("新しいパスワード").fill("まったく別のもっと長い合言葉");
  await page.getByRole("button", { name: "新しいパスワードを設定する" }).click();
  await page.getByRole("heading", { name: "2要素認証" }).waitFor();
  await page.getByLabel("認証コード").fill(authenticator.next());
  await page.getByRole("button", { name: "認証する" }).click();
  await page.getByRole("heading", { name: "保守契約書" }).waitFor();
});

test("the mailbox page stands in for a mail server and says so", async () => {
  const trial = await startServer({ withMailServer: false });
  try {
    const page = await person(browser);
    await setUp(page, trial, "ichiro@example.com");
    await draft(page, trial, { recipients: [{ name: "二郎", email: "niro@example.com" }] });
    await goOnAndSend(page);
    await page.getByRole("link", { name: "メールボックス（試用）" }).click();
    await page.getByText("メールサーバー（WARIIN_SMTP_URL）が設定されていないため").waitFor();
    await shot(page, "dev-mailbox");
    await page.getByRole("link", { name: /書類の確認をお願いします/ }).click();
    await shot(page, "dev-mail");
    const link = await page.getByRole("link", { name: /\/l\// }).getAttribute("href");
    const other = await person(browser);
    await other.goto(link);
    await other.getByRole("button", { name: "書類を開く" }).waitFor();
  } finally {
    await trial.stop();
  }
});
