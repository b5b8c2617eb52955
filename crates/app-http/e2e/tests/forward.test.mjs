// 転送 and アクセスコード.

import assert from "node:assert/strict";
import { test } from "node:test";
import { person, shot } from "../support/browser.mjs";
import { browser, sender, server } from "../support/enrolled-sender.mjs";
import { arrive, consent, draft, goOnAndSend, requestAdvancedAuth } from "../support/steps.mjs";

const TARO = { name: "山田 太郎", email: "taro@example.com" };
const JIRO = { name: "山田 次郎", email: "jiro@example.com" };

async function setCode(code) {
  await sender.getByRole("link", { name: `${TARO.name} 様を編集` }).click();
  await sender.getByRole("dialog", { name: "宛先編集" }).waitFor();
  await sender.getByLabel("アクセスコード", { exact: true }).fill(code);
  await sender.getByRole("button", { name: "保存", exact: true }).click();
}

// T-082 PO-08
test("the new recipient passes the gate, and the one who forwarded sees nothing any more", async () => {
  await draft(sender, server, { title: "業務委託契約書", recipients: [TARO] });
  await requestAdvancedAuth(sender);
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const page = sender.url().split("?")[0];
  const taro = await person(browser);
  await arrive(taro, server, TARO.email);
  const opened = taro.url();
  await taro.getByRole("link", { name: "ほかの方に転送する" }).click();
  await taro.getByRole("heading", { name: "ほかの方に転送する" }).waitFor();
  await shot(taro, "forward");
  await taro.getByLabel("氏名").fill(JIRO.name);
  await taro.getByLabel("メールアドレス").fill(TARO.email);
  await taro.getByRole("button", { name: "確認へ進む" }).click();
  await taro.getByRole("button", { name: "転送する" }).click();
  await taro.getByRole("link", { name: /ご自身のメールアドレスです/ }).waitFor();
  const sent = server.mails.length;
  await taro.getByLabel("メールアドレス").fill(JIRO.email);
  await taro.getByRole("button", { name: "確認へ進む" }).click();
  await taro.getByText(JIRO.email).waitFor();
  await shot(taro, "forward-confirm");
  await taro.getByRole("button", { name: "転送する" }).click();
  await taro.getByRole("heading", { name: "書類を転送しました" }).waitFor();
  await shot(taro, "forwarded");
  const shut = await taro.goto(opened);
  assert.ok(!(await shut.text()).includes("業務委託契約書"), "the forwarder has no access");

  const told = await server.mailTo("sato@warijirushi.example", { subject: "転送されました", after: sent });
  assert.match(told.body, /jiro@example\.com/);
  assert.ok(!told.body.includes("業務委託契約書"), "no title of a gated document in a mail");
  const jiro = await person(browser);
  await arrive(jiro, server, JIRO.email);
  await consent(jiro);
  await sender.goto(page);
  await sender.getByText(`${TARO.name} 様が${JIRO.name} 様（${JIRO.email}）に転送しました`).waitFor();
  await sender.getByText(`${JIRO.name} 様が同意しました`).waitFor();
  await shot(sender, "document-forwarded");
});

// T-085
test("the access code comes first, then sign-in, then the factor", async () => {
  await draft(sender, server, { title: "秘密保持契約書", recipients: [TARO] });
  await setCode("123");
  await sender.getByRole("link", { name: /アクセスコードは6文字以上/ }).waitFor();
  await sender.getByLabel("アクセスコード", { exact: true }).fill("sakura-2026");
  await shot(sender, "wizard-02-access-code");
  await sender.getByRole("button", { name: "保存", exact: true }).click();
  await sender.getByText("アクセスコードあり").waitFor();
  assert.ok(!(await sender.content()).includes("sakura-2026"), "it is not shown again");
  await requestAdvancedAuth(sender);
  const sent = server.mails.length;
  await goOnAndSend(sender);
  await sender.getByText("書類を送信しました。").waitFor();
  const mail = await server.mailTo(TARO.email, { subject: "書類の確認", after: sent });
  assert.ok(!mail.body.includes("sakura"), "no mail holds the code");

  const taro = await person(browser);
  await taro.goto(mail.link);
  await taro.getByRole("heading", { name: "アクセスコードの入力" }).waitFor();
  await shot(taro, "access-code");
  assert.equal(await taro.getByRole("button", { name: "確認コードを送る" }).count(), 0);
  await taro.getByLabel("アクセスコード").fill("sakura-2025");
  await taro.getByRole("button", { name: "次へ" }).click();
  await taro.getByText("アクセスコードが正しくありません。").waitFor();
  await taro.getByLabel("アクセスコード").fill("sakura-2026");
  await taro.getByRole("button", { name: "次へ" }).click();
  await taro.getByRole("heading", { name: "書類が届いています" }).waitFor();
  await taro.getByText("アカウントをお持ちの方").waitFor();
});

// T-085 T-089
test("without the request the code stands alone, and after five wrong ones it waits", async () => {
  await draft(sender, server, { title: "覚書", recipients: [TARO] });
  await setCode("sakura-2026");
  await sender.getByText("アクセスコードあり").waitFor();
  const sent = server.mails.length;
  await goOnAndSend(sender);
  const mail = await server.mailTo(TARO.email, { subject: "書類の確認", after: sent });
  const taro = await person(browser);
  await taro.goto(mail.link);
  for (let n = 0; n < 5; n++) {
    await taro.getByLabel("アクセスコード").fill(`guess-${n}`);
    await taro.getByRole("button", { name: "次へ" }).click();
    await taro.getByRole("alert").waitFor();
  }
  await taro.getByLabel("アクセスコード").fill("sakura-2026");
  await taro.getByRole("button", { name: "次へ" }).click();
  await taro.getByText("受け付けを止めています").waitFor();
  server.advance(70);
  await taro.getByLabel("アクセスコード").fill("sakura-2026");
  await taro.getByRole("button", { name: "次へ" }).click();
  await taro.getByRole("button", { name: "書類を開く" }).click();
  await taro.getByRole("heading", { name: "覚書" }).waitFor();
});
