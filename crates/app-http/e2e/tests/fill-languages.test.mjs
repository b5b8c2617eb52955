// Input fields in the languages of recipients.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { setFields } from "../support/fields.mjs";
import { PHONE, everyKind, send } from "../support/filling.mjs";
import { startServer } from "../support/server.mjs";
import { draft, setUp } from "../support/steps.mjs";
import { expectLanguage, wordsOf } from "../support/words.mjs";

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

for (const [language, name] of [["en", "English"], ["zh-Hans", "简体中文"], ["zh-Hant", "繁體中文"]]) {
  // O-33 T-073
  test(`a recipient fills the fields in ${name}`, async () => {
    const t = wordsOf(language);
    const [title, email] = ["Service Agreement", `lee-${language.toLowerCase()}@example.com`];
    const after = server.mails.length;
    await draft(sender, server, { title, recipients: [{ name: "Lee", email, language: name }] });
    const id = sender.url().match(/documents\/([\w-]+)/)[1];
    const fields = everyKind(0).map((one) => ({ ...one, label: "", ...(one.options && { options: ["A", "B"] }) }));
    await setFields(sender, server, id, fields);
    await send(sender);
    const page = await person(browser, PHONE);
    await page.goto((await server.mailTo(email, { after })).link);
    await page.getByRole("button", { name: t("recipient-open-document") }).click();
    await page.getByRole("heading", { name: title }).waitFor();
    await expectLanguage(page, language, ["割印商事株式会社", "佐藤 一郎", title, "contract.pdf"]);
    await page.locator("[data-fill-note]").click();
    await expectLanguage(page, language, ["割印商事株式会社", "佐藤 一郎", title, "contract.pdf"]);
    await shot(page, `fill-${language}`);
    assert.deepEqual(page.complaints, []);
  });
}
