// Mailed links: reminders by the sender, and renewal by a recipient with an expired link.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { consent, draft, goOnAndSend, setUp, signIn } from "../support/steps.mjs";

const TARO = { name: "山田 太郎", email: "taro@example.com" };
const HOUR = 3600;

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

// T-081 MA-04
test("a reminder mails a new link, and the previous one opens nothing any more", async () => {
  await draft(sender, server, { title: "覚書", recipients: [TARO] });
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const page = sender.url().split("?")[0];
  const first = await server.mailTo(TARO.email);
  const taro = await person(browser);
  await taro.goto(first.link);
  await taro.getByRole("button", { name: "書類を開く" }).click();
  await taro.getByRole("heading", { name: "覚書" }).waitFor();
  const opened = taro.url();

  await sender.reload();
  await sender.getByText(/リマインドは .* から/).waitFor();
  assert.equal(await sender.getByRole("button", { name: /リマインドを送る/ }).count(), 0);
  server.advance(HOUR + 5);
  await signIn(sender, server, "sato@warijirushi.example");
  await sender.goto(page);
  await shot(sender, "document-remindable");
  const sent = server.mails.length;
  await sender.getByRole("button", { name: `${TARO.name} 様にリマインドを送る` }).click();
  await sender.getByText("リマインドのメールを送りました。").waitFor();
  await sender.getByText(`${TARO.name} 様へリマインドのメールを送りました`).waitFor();
  await shot(sender, "document-reminded");

  const second = await server.mailTo(TARO.email, { subject: "【再送】書類の確認", after: sent });
  assert.notEqual(second.link, first.link);
  const late = await taro.goto(opened);
  assert.ok(!(await late.text()).includes("覚書"), "what the old link opened is shut");
  await taro.goto(first.link);
  await taro.getByRole("heading", { name: "このリンクは使えません" }).waitFor();
  await shot(taro, "expired-link");
  await taro.getByRole("button", { name: "新しいリンクを送る" }).click();
  await taro.getByText("1時間たっていません").waitFor();
  await taro.goto(second.link);
  await taro.getByRole("button", { name: "書類を開く" }).click();
  await taro.getByRole("heading", { name: "覚書" }).waitFor();
});

// O-07
test("a new link replaces an expired one, mailed to the recipient's own address only", async () => {
  const newest = await server.mailTo(TARO.email, { subject: "【再送】" });
  server.advance(10 * 24 * HOUR);
  await signIn(sender, server, "sato@warijirushi.example");
  await sender.getByRole("link", { name: /覚書/ }).click();
  await sender.getByText("要対応：リンクの有効期限が切れました").waitFor();
  const page = await person(browser);
  await page.goto(newest.link);
  await page.getByRole("heading", { name: "このリンクは使えません" }).waitFor();
  assert.equal(await page.getByText("覚書").count(), 0, "a link that has ended shows nothing");
  assert.equal(await page.getByText(TARO.email).count(), 0);
  const sent = server.mails.length;
  await page.getByRole("button", { name: "新しいリンクを送る" }).click();
  await page.getByText("新しいリンクを、宛先のメールアドレスに送りました").waitFor();
  await shot(page, "link-renewed");
  const healed = await server.mailTo(TARO.email, { subject: "書類の確認", after: sent });
  assert.deepEqual(server.mails.slice(sent).map((mail) => mail.to), [TARO.email]);
  await page.goto(healed.link);
  await page.getByRole("button", { name: "書類を開く" }).click();
  await consent(page);
  await page.getByText("締結されました。").waitFor();
});

// LI-01
test("a link to a cancelled document cannot be told from one that never existed", async () => {
  await signIn(sender, server, "sato@warijirushi.example");
  const sent = server.mails.length;
  await draft(sender, server, { title: "注文書", recipients: [TARO] });
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const mail = await server.mailTo(TARO.email, { subject: "書類の確認", after: sent });
  server.advance(10 * 24 * HOUR);
  await signIn(sender, server, "sato@warijirushi.example");
  await sender.getByRole("link", { name: /注文書/ }).click();
  await sender.getByRole("link", { name: "書類を取り消す" }).click();
  await sender.getByRole("button", { name: "取り消す" }).click();
  await sender.getByText("書類を取り消しました。").waitFor();
  const page = await person(browser);
  const said = async (link) => {
    const status = (await page.goto(link)).status();
    return [status, await page.locator("main").innerText()];
  };
  const dead = await said(mail.link);
  assert.deepEqual(await said(`${server.origin}/l/${"a".repeat(54)}`), dead);
  assert.deepEqual(await said(mail.link.slice(0, -5)), dead);
  assert.equal(dead[0], 410);
  await shot(page, "unusable-link");
});

// LI-01 O-07
test("a link that was bent opens the document, and one that was cut is replaced by mail", async () => {
  await signIn(sender, server, "sato@warijirushi.example");
  const sent = server.mails.length;
  await draft(sender, server, { title: "発注書", recipients: [TARO] });
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const mail = await server.mailTo(TARO.email, { subject: "書類の確認", after: sent });
  const number = mail.subject.match(/お問い合わせ番号 (\d{4}-\d{4})/)[1];
  await sender.getByText(number).first().waitFor();
  assert.match(mail.subject, /^【.+】書類の確認をお願いします（/);
  assert.ok(mail.html.includes(mail.link) && mail.html.includes(number));

  const page = await person(browser);
  await page.goto(`${mail.link}」。`);
  await page.getByText(number).waitFor();
  await page.getByRole("button", { name: "書類を開く" }).waitFor();
  await shot(page, "bent-link");
  await page.goto(mail.link.slice(0, -10));
  await page.getByRole("heading", { name: "このリンクは使えません" }).waitFor();
  const before = server.mails.length;
  await page.getByRole("button", { name: "新しいリンクを送る" }).click();
  await page.getByRole("heading", { name: "メールをご確認ください" }).waitFor();
  await shot(page, "cut-link-asked");
  const second = await server.mailTo(TARO.email, { subject: "【再送】書類の確認", after: before });
  await page.goto(second.link);
  await page.getByRole("button", { name: "書類を開く" }).click();
  await page.getByRole("heading", { name: "発注書" }).waitFor();
  await page.getByText(number).waitFor();

  const stranger = await person(browser);
  await stranger.goto(server.origin);
  await stranger.getByRole("heading", { name: "書類の確認を依頼された方" }).waitFor();
  await shot(stranger, "home");
});

// O-09 O-10
test("a wrong address is corrected beside the recipient and where an email is 不達, and the document goes on", async () => {
  const WRONG = { name: "佐々木 次郎", email: "jirou@example.com" };
  const RIGHT = { name: "佐々木 二郎", email: "jiro@example.com" };
  await signIn(sender, server, "sato@warijirushi.example");
  await draft(sender, server, { title: "宛先違いの契約書", recipients: [WRONG] });
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const page = sender.url().split("?")[0];
  const wrong = await person(browser);
  const old = await server.mailTo(WRONG.email);
  await wrong.goto(old.link);

  const sent = server.mails.length;
  await sender.getByRole("link", { name: `${WRONG.name} 様の宛先を訂正する` }).first().click();
  await sender.getByRole("heading", { name: "宛先を訂正する" }).waitFor();
  await sender.getByLabel("メールアドレス").fill("jiro@@example.com");
  await sender.getByRole("button", { name: "訂正する", exact: true }).click();
  await sender.getByRole("alert").waitFor();
  assert.equal(await sender.getByLabel("メールアドレス").inputValue(), "jiro@@example.com");
  await sender.getByLabel("氏名").fill(RIGHT.name);
  await sender.getByLabel("メールアドレス").fill("refused@example.com");
  await shot(sender, "correct-recipient");
  server.mailServer.refuseFor("refused@example.com");
  await sender.getByRole("button", { name: "訂正する", exact: true }).click();
  await sender.getByText("宛先を訂正しました。", { exact: true }).waitFor();
  const told = await server.mailTo(WRONG.email, { subject: "このアドレスへのお願いはなくなりました", after: sent });
  assert.ok(!told.body.includes("宛先違いの契約書"), "no title goes to a wrong address again");
  await wrong.reload();
  assert.ok(!(await wrong.content()).includes("宛先違いの契約書"));
  await wrong.goto(old.link);
  await wrong.getByRole("heading", { name: "このリンクは使えません" }).waitFor();

  await server.mailTo("sato@warijirushi.example", { subject: "メールが届きませんでした", after: sent });
  await sender.goto(page);
  await sender.getByText("要対応：不達", { exact: false }).first().waitFor();
  await shot(sender, "document-undelivered-correctable");
  await sender.getByRole("link", { name: `${RIGHT.name} 様の宛先を訂正する` }).first().click();
  await sender.getByLabel("メールアドレス").fill(RIGHT.email);
  await sender.getByRole("button", { name: "訂正する", exact: true }).click();
  await sender.getByText("宛先を訂正しました。", { exact: true }).waitFor();
  await sender.getByText(/宛先を訂正しました：.*refused@example\.com.*→.*jiro@example\.com/).waitFor();
  const right = await person(browser);
  await right.goto((await server.mailTo(RIGHT.email, { subject: "書類の確認" })).link);
  await right.getByRole("button", { name: "書類を開く" }).click();
  await right.getByRole("heading", { name: "宛先違いの契約書" }).waitFor();
  await sender.goto(page);
  assert.equal(await sender.getByRole("link", { name: /宛先を訂正する/ }).count(), 0, "it was opened");
  await consent(right);
  for (const one of [sender, wrong, right]) assert.deepEqual(one.complaints, []);
});
