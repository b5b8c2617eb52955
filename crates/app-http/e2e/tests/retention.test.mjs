// 保存期間: set by the organisation, held and corrected on one document, announced, and then deleted.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { arrive, consent, draft, enrol, goOnAndSend, requestAdvancedAuth, setUp, signIn } from "../support/steps.mjs";

const SENDER = "sato@warijirushi.example";
const TARO = { name: "山田 太郎", email: "taro@example.com" };
const DAY = 24 * 60 * 60;

let browser, server, sender, taro, app, tarosApp, document, recipientPage;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  sender = await person(browser);
  taro = await person(browser);
  await setUp(sender, server);
  await sender.goto(`${server.origin}/settings/security`);
  app = await enrol(sender, server);
  await draft(sender, server, { title: "業務委託契約書", recipients: [TARO] });
  await requestAdvancedAuth(sender);
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  document = sender.url().split("?")[0];
  tarosApp = await arrive(taro, server, TARO.email);
  recipientPage = taro.url();
  await consent(taro);
  await taro.getByText("締結されました。").waitFor();
  await server.mailTo(TARO.email, { subject: "締結されました" });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function returnTo(page, email, authenticator) {
  await signIn(page, server, email);
  await page.getByLabel("認証コード").fill(authenticator.next());
  await page.getByRole("button", { name: "認証する" }).click();
  await page.locator(".own-menu").waitFor();
}

async function keep(years, duty) {
  await sender.goto(`${server.origin}/settings/organisation/retention`);
  await sender.getByRole("radio", { name: /年数を決めて保存/ }).check();
  await sender.getByLabel("保存する年数").fill(years);
  await sender.getByRole("radio", { name: duty }).check();
  await sender.getByRole("button", { name: "保存", exact: true }).click();
}

// O-47
test("an admin sets how long documents are kept, and never below what the law demands", async () => {
  await sender.goto(`${server.origin}/settings/organisation`);
  await sender.getByRole("link", { name: "保存期間" }).click();
  await sender.getByRole("heading", { name: "保存期間", level: 1 }).waitFor();
  assert.ok(await sender.getByRole("radio", { name: "期限なく保存する" }).isChecked(), "the default");
  await shot(sender, "retention");
  await keep("6", "7年間の保存義務がある");
  await sender.getByText("7年以上にしてください").first().waitFor();
  await shot(sender, "retention-refused");
  await keep("x", "指定しない");
  await sender.getByRole("heading", { name: "入力内容を確認してください" }).or(sender.locator(".banner.error")).first().waitFor();
  await keep("1", "指定しない");
  await sender.getByText("保存期間を保存しました。").waitFor();
  assert.equal(await sender.getByLabel("保存する年数").inputValue(), "1");
});

// O-47
test("a document is held with a reason that its recipients do not see, and released", async () => {
  await sender.goto(document);
  await sender.getByRole("link", { name: "保存と訂正" }).click();
  await sender.getByRole("heading", { name: "保存と訂正" }).waitFor();
  await sender.getByText("まで保存されます。").waitFor();
  await shot(sender, "keeping");
  await sender.getByRole("button", { name: "保存を継続する" }).click();
  await sender.locator(".banner.error").waitFor();
  await sender.getByLabel("保存を継続する理由").fill("訴訟が予想されるため");
  await sender.getByRole("button", { name: "保存を継続する" }).click();
  await sender.getByText("保存の継続を設定しました。").waitFor();
  await sender.getByText("訴訟が予想されるため").waitFor();
  await shot(sender, "keeping-held");
  await sender.goto(document);
  await sender.getByText("保存を継続しています").waitFor();
  await sender.goto(`${server.origin}/settings/organisation/retention`);
  await sender.getByRole("link", { name: "予告した書類と、保存を継続している書類を見る" }).click();
  await sender.getByRole("heading", { name: "削除の予告と保存の継続" }).waitFor();
  await sender.getByText("削除を予告した書類はありません。").waitFor();
  await shot(sender, "kept-none");
  await sender.getByRole("link", { name: "保存の継続", exact: true }).click();
  await sender.getByText("理由：訴訟が予想されるため").waitFor();
  await shot(sender, "kept-held");
  const told = await sender.getByText(/お問い合わせ番号 \d{4}-\d{4}/).first().textContent();
  await sender.getByLabel("お問い合わせ番号で書類を探す").fill("0000-0001");
  await sender.getByRole("button", { name: "探す" }).click();
  await sender.getByText("この番号の書類はありません。").waitFor();
  await sender.getByLabel("お問い合わせ番号で書類を探す").fill(told.match(/\d{4}-\d{4}/)[0]);
  await sender.getByRole("button", { name: "探す" }).click();
  await sender.getByRole("link", { name: /業務委託契約書/ }).click();
  await sender.getByRole("heading", { name: "保存と訂正" }).waitFor();
  assert.equal(await sender.getByRole("heading", { name: "検索項目の訂正" }).count(), 0, "not for admins");
  await shot(sender, "kept-document");
  server.advance(400 * DAY);
  assert.match(await server.cli("retention", "--dry-run"), /^0 documents\. Nothing was changed\.$/m);
  await returnTo(sender, SENDER, app);
  await sender.goto(`${document}/keeping`);
  await sender.getByRole("button", { name: "保存の継続を解除する" }).click();
  await sender.getByText("保存の継続を解除しました。").waitFor();
});

// O-47
test("what a concluded document is searched by is corrected, and what stood there before stays", async () => {
  await sender.goto(`${document}/keeping`);
  await sender.getByLabel("契約相手の名称").fill("山田商店");
  await sender.getByLabel("取引金額").fill("1,200,000");
  await sender.getByRole("button", { name: "訂正する" }).click();
  await sender.getByText("検索項目を訂正しました。").waitFor();
  await sender.getByText("（— → 山田商店, 1,200,000円）").waitFor();
  await shot(sender, "keeping-corrected");
  await sender.goto(document);
  await sender.getByText("検索項目を訂正しました（— → 山田商店, 1,200,000円）").first().waitFor();
});

// O-47
test("after its time the document is announced, and a month later there is only its date and id", async () => {
  assert.match(await server.cli("retention"), /(0|1) deletions announced, 0 documents deleted, 0 failed/);
  for (const email of [SENDER, TARO.email]) {
    const mail = await server.mailTo(email, { subject: "保存期間がまもなく終わります" });
    assert.match(mail.body, /以降に削除されます/);
  }
  await sender.goto(document);
  await sender.getByText("以降に削除されます。必要なファイルは").first().waitFor();
  await sender.goto(`${server.origin}/documents`);
  await sender.getByRole("link", { name: "予告した書類と、保存を継続している書類を見る" }).click();
  await sender.getByText("（保存期間の終わり：").waitFor();
  await shot(sender, "kept-own");
  await sender.goto(`${server.origin}/settings/organisation/retention/documents`);
  await sender.getByText("以降に削除").first().waitFor();
  await shot(sender, "kept-announced");
  await returnTo(taro, TARO.email, tarosApp);
  await taro.goto(recipientPage);
  await taro.getByText("以降に削除されます。必要なファイルは").waitFor();
  await shot(taro, "recipient-announced");
  server.advance(30 * DAY);
  await server.cli("retention");
  await returnTo(sender, SENDER, app);
  const page = await sender.goto(document);
  assert.equal(page.status(), 410);
  await sender.getByRole("heading", { name: "保存期間が終わり、削除されました" }).waitFor();
  await sender.getByText(document.split("/").at(-1)).waitFor();
  assert.equal(await sender.getByText("業務委託契約書").count(), 0);
  await shot(sender, "deleted");
  await sender.goto(`${server.origin}/documents`);
  await sender.getByRole("heading", { name: "書類", exact: true }).waitFor();
  assert.equal(await sender.getByText("業務委託契約書").count(), 0);
  await returnTo(taro, TARO.email, tarosApp);
  const theirs = await taro.goto(recipientPage);
  assert.equal(theirs.status(), 410);
  await taro.getByRole("heading", { name: "保存期間が終わり、削除されました" }).waitFor();
  assert.match(await server.cli("audit", "verify"), /./);
});
