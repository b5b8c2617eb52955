// The sender's screens when the sign-in is not strong, or a recipient's language excludes the request.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { addRecipient, draft, enrol, goOnAndSend, requestAdvancedAuth, setUp, signIn, signOut } from "../support/steps.mjs";

const SENDER = "sato@warijirushi.example";
const MUST_BE_STRONG =
  "高度な認証リクエストを設定して書類を送信するには、2要素認証（またはIdP認証）でのログインが必要です。認証を行ってから、もう一度送信してください。";

let browser;
before(async () => (browser = await startBrowser()));
after(() => browser?.close());

async function withSender(play) {
  const server = await startServer();
  try {
    const page = await person(browser);
    await setUp(page, server);
    await play(page, server);
    assert.deepEqual(page.complaints, []);
  } finally {
    await server.stop();
  }
}

// T-044 T-011 T-012
test("without a strong sign-in the option is disabled, says why, and is set after the sign-in that is offered", () =>
  withSender(async (page, server) => {
    await draft(page, server, { recipients: [] });
    const option = page.getByRole("button", { name: "オプション" });
    assert.equal(await option.getAttribute("aria-disabled"), "true");
    await page.getByText("2要素認証（またはIdP認証）でログインすると使えます。").waitFor();
    await shot(page, "wizard-02-weak");
    await page.getByRole("link", { name: "2要素認証を設定する" }).click();
    const authenticator = await enrol(page, server);
    await page.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
    const address = page.url();
    await signOut(page);
    await signIn(page, server, SENDER);
    await page.getByLabel("認証コード").waitFor();
    await page.goto(address);
    await page.getByRole("heading", { name: "2要素認証" }).waitFor();
    await page.getByLabel("認証コード").fill(authenticator.next());
    await page.getByRole("button", { name: "認証する" }).click();
    await page.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
    await requestAdvancedAuth(page);
    await page.getByText("設定あり").waitFor();
  }));

// T-046 T-047 T-048
test("a draft with the request keeps it when the factor is gone, blocks going on, and is sent once authenticated", () =>
  withSender(async (page, server) => {
    await page.goto(`${server.origin}/settings/security`);
    const first = await enrol(page, server);
    await draft(page, server, { recipients: [{ name: "山田 太郎", email: "taro@example.com" }] });
    await requestAdvancedAuth(page);
    const step02 = page.url().replace(/\?.*/, "");

    await page.goto(`${server.origin}/settings/security`);
    await page.getByRole("link", { name: "認証アプリを解除する" }).click();
    await page.getByLabel("認証コード").fill(first.next());
    await page.getByRole("button", { name: "2要素認証を解除する" }).click();
    await page.getByText("2要素認証を解除しました。").waitFor();
    await signOut(page);
    await signIn(page, server, SENDER);
    await page.getByRole("heading", { name: "書類", exact: true }).waitFor();

    await page.goto(step02);
    await page.getByText(MUST_BE_STRONG).waitFor();
    await page.getByText("設定あり").waitFor();
    await shot(page, "wizard-02-blocked");
    await page.getByRole("button", { name: "次へ" }).click();
    await page.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
    await page.getByText(MUST_BE_STRONG).waitFor();

    await page.goto(step02.replace("/02", "/04"));
    await page.getByText(MUST_BE_STRONG).waitFor();
    await shot(page, "wizard-04-blocked");
    await page.getByRole("button", { name: "送信する" }).click();
    await page.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
    await page.getByText(MUST_BE_STRONG).waitFor();
    const others = server.mails.filter((mail) => mail.to !== "sato@warijirushi.example");
    assert.equal(others.length, 0, "no mail left but those about the sender's own factor");

    await page.getByRole("link", { name: "2要素認証を設定する" }).click();
    await enrol(page, server);
    await page.getByRole("heading", { name: "04 送信内容の確認" }).waitFor();
    await page.getByRole("button", { name: "送信する" }).click();
    await page.getByText("書類を送信しました。").waitFor();
    await server.mailTo("taro@example.com");
  }));

// T-069 T-070 T-071 T-072 T-073 T-016 T-017
test("a language other than Japanese disables the option by pointer and keyboard and names the recipient", () =>
  withSender(async (page, server) => {
    await page.goto(`${server.origin}/settings/security`);
    await enrol(page, server);
    await draft(page, server, { recipients: [{ name: "John Smith", email: "john@example.com", language: "English" }] });
    const option = page.getByRole("button", { name: "オプション" });
    const why = page.getByRole("tooltip", { includeHidden: true });
    assert.equal(await option.getAttribute("aria-disabled"), "true");
    assert.equal(await why.isVisible(), false);

    for (let tabs = 0; !(await option.evaluate((e) => e === document.activeElement)); tabs++) {
      assert.ok(tabs < 30, "the option can be reached by keyboard");
      await page.keyboard.press("Tab");
    }
    await why.waitFor({ state: "visible" });
    const text = await why.innerText();
    assert.match(text, /日本語以外の言語が設定された宛先があるため、高度な認証リクエストを設定できません。/);
    assert.match(text, /John Smith/);
    await shot(page, "wizard-02-language");
    await page.keyboard.press("Enter");
    assert.equal(await page.getByRole("menuitem").count(), 0);
    await page.getByRole("heading", { name: "02 送付先の設定" }).click();
    await option.hover();
    await why.waitFor({ state: "visible" });

    await page.getByRole("link", { name: "John Smith 様を編集" }).click();
    await page.getByLabel("言語").selectOption({ label: "日本語" });
    await page.getByRole("button", { name: "保存", exact: true }).click();
    await requestAdvancedAuth(page);

    await page.getByRole("link", { name: "John Smith 様を編集" }).click();
    await page.getByText("高度な認証リクエストが設定されているため、言語は日本語に固定されています。").waitFor();
    assert.equal(await page.getByLabel("言語").isDisabled(), true);
    await shot(page, "wizard-02-fixed");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await page.getByRole("button", { name: "オプション" }).click();
    await page.getByRole("menuitem", { name: "高度な認証リクエストを取り消す" }).click();
    await page.getByText("高度な認証リクエストを取り消しました。").waitFor();
    await addRecipient(page, { name: "Jane", email: "jane@example.com", language: "English" });
  }));

// T-042 T-043
test("a sent document cannot be changed any more, only cancelled, and the recipients that were mailed are told", () =>
  withSender(async (page, server) => {
    await page.goto(`${server.origin}/settings/security`);
    await enrol(page, server);
    await draft(page, server, { recipients: [{ name: "山田 太郎", email: "taro@example.com" }] });
    await requestAdvancedAuth(page);
    await goOnAndSend(page);
    await page.getByText("書類を送信しました。").waitFor();
    const document = page.url().replace(/\?.*/, "");
    const { link } = await server.mailTo("taro@example.com");
    await page.goto(`${document}/02`);
    assert.equal(page.url(), document);
    assert.equal(await page.getByText("オプション").count(), 0);
    await page.getByRole("link", { name: "書類を取り消す" }).click();
    await shot(page, "cancel");
    await page.getByRole("button", { name: "書類を取り消す" }).click();
    await page.getByText("書類を取り消しました。").first().waitFor();
    await server.mailTo("taro@example.com", { subject: "取り消されました" });
    const taro = await person(browser);
    await taro.goto(link);
    await taro.getByRole("heading", { name: "この書類は終了しています" }).waitFor();
    await shot(taro, "closed");
  }));

// A PDF with one ticked box, its objects in the order of their numbers.
function form() {
  const objects = [
    "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Annots[4 0 R]>>",
    "<</Type/Annot/Subtype/Widget/FT/Btn/T(agreed)/V/Yes/AS/Yes/Rect[20 20 40 40]/AP<</N<</Yes 5 0 R>>>>>>",
    "<</Subtype/Form/BBox[0 0 10 10]/Length 14>>\nstream\n0 0 10 10 re f\nendstream",
  ];
  let pdf = "%PDF-1.7\n";
  const lines = objects.map((body, at) => {
    const offset = String(pdf.length).padStart(10, "0");
    pdf += `${at + 1} 0 obj\n${body}\nendobj\n`;
    return `${offset} 00000 n\r\n`;
  });
  const table = `xref\n0 6\n0000000000 65535 f\r\n${lines.join("")}`;
  return `${pdf}${table}trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n${pdf.length}\n%%EOF\n`;
}

// DO-05
test("a form that is uploaded is fixed as it is shown, and the page says so", () =>
  withSender(async (page, server) => {
    await draft(page, server, { recipients: [] });
    await page.getByRole("button", { name: "戻る" }).click();
    await page.getByRole("heading", { name: "01 書類の準備" }).waitFor();
    const file = { name: "申込書.pdf", mimeType: "application/pdf", buffer: Buffer.from(form()) };
    await page.getByLabel("PDFファイル").setInputFiles(file);
    await page.getByRole("button", { name: "次へ" }).click();
    await page.getByRole("heading", { name: "02 送付先の設定" }).waitFor();
    await page.getByRole("button", { name: "戻る" }).click();
    await page.getByRole("heading", { name: "申込書.pdf" }).waitFor();
    await page.getByText("入力フォームの欄を、表示されていたとおりにページの一部にしました").waitFor();
    await shot(page, "wizard-01-form");
  }));
