// When the seals of an organisation have to be renewed, as its admins see it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { goToOwn, setUp } from "../support/steps.mjs";

let browser, server, admin;
before(async () => {
  browser = await startBrowser();
  server = await startServer();
  admin = await person(browser);
  await setUp(admin, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// O-46
test("an admin sees that nothing is to be renewed and that there is no timestamp authority", async () => {
  await goToOwn(admin, "組織");
  await admin.getByRole("link", { name: "署名の延長" }).click();
  await admin.getByRole("heading", { name: "電子署名の有効性の延長" }).waitFor();
  assert.equal(await admin.getByRole("link", { name: "署名の延長" }).getAttribute("aria-current"), "page");
  await admin.getByText("このサービスにはタイムスタンプ局が設定されていません。").waitFor();
  await admin.getByText("更新を待っているファイル").waitFor();
  await admin.getByText("予定はありません。").waitFor();
  await shot(admin, "organisation-seals");
});
