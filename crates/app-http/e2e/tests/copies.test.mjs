// 共有先, and the files on completion mails.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { consent, draft, enrol, goOnAndSend, setUp } from "../support/steps.mjs";

const TARO = { name: "山田 太郎", email: "taro@example.com" };
const COPY = { name: "総務 花子", email: "copy@example.com" };

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

async function conclude(title) {
  await draft(sender, server, { title, recipients: [TARO] });
  await sender.getByRole("button", { name: "共有先を追加" }).click();
  await sender.getByRole("dialog", { name: "共有先の追加" }).waitFor();
  await sender.getByRole("button", { name: "保存", exact: true }).click();
  await sender.getByText("入力内容を確認してください").waitFor();
  await sender.getByLabel("氏名").fill(COPY.name);
  await sender.getByLabel("メールアドレス").fill(COPY.email);
  await shot(sender, "wizard-02-copy-dialog");
  await sender.getByRole("button", { name: "保存", exact: true }).click();
  await sender.getByText(COPY.email).waitFor();
  await shot(sender, "wizard-02-copies");
  const sent = server.mails.length;
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const taro = await person(browser);
  await taro.goto((await server.mailTo(TARO.email, { subject: "書類の確認", after: sent })).link);
  await taro.getByRole("button", { name: "書類を開く" }).click();
  assert.equal(server.mails.slice(sent).filter((mail) => mail.to === COPY.email).length, 0, "not before the conclusion");
  await consent(taro);
  const told = (address) => server.mailTo(address, { subject: "締結されました", after: sent });
  return { copy: await told(COPY.email), taro: await told(TARO.email), sender: await told("sato@warijirushi.example") };
}

// T-030 T-088
test("a copy recipient is told of the conclusion, with the sealed file of a document without the request", async () => {
  const mails = await conclude("覚書");
  for (const mail of Object.values(mails)) {
    assert.equal(mail.attachments.length, 2, "the file and the certificate");
    const pdf = mail.attachments[0].toString("latin1");
    assert.ok(pdf.startsWith("%PDF-") && pdf.includes("/ByteRange"), "it is the sealed file");
  }
  assert.equal(mails.copy.link, undefined, "nothing to open");
  assert.ok(mails.taro.link);
});

// T-088
test("where the organisation attaches nothing, completion mails link to the document only", async () => {
  await sender.goto(`${server.origin}/settings/security`);
  await enrol(sender, server);
  await sender.goto(`${server.origin}/settings/organisation`);
  await sender.getByLabel("添付しない").check();
  await sender.getByRole("button", { name: "保存", exact: true }).click();
  await sender.getByText("組織の設定を保存しました。").waitFor();
  const mails = await conclude("注文書");
  for (const mail of Object.values(mails)) assert.equal(mail.attachments.length, 0);
  assert.match(mails.copy.body, /送信者にお問い合わせください/);
});
