// Passkeys by virtual authenticators: of the device and on a key, with and without verification of the user.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { person, shot, startBrowser } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";
import { setUp, signIn, signOut } from "../support/steps.mjs";

const SATO = "sato@warijirushi.example";

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

async function withAuthenticator(page, options = {}) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      ...options,
    },
  });
  return {
    verifies: (isUserVerified) => devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    // Without it the sign-in page's autofill takes the passkey by itself.
    answers: (enabled) => devtools.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled }),
  };
}

test("a passkey of the device is the first factor, then the second step, then the whole sign-in", async () => {
  const device = await withAuthenticator(sender);
  await sender.goto(`${server.origin}/settings/security`);
  await sender.getByRole("button", { name: "パスキーを追加する" }).click();
  await sender.getByRole("heading", { name: "バックアップコード" }).waitFor();
  await sender.getByLabel("バックアップコードを保存しました").check();
  await sender.getByRole("button", { name: "完了" }).click();
  await sender.getByText("パスキー").first().waitFor();
  await shot(sender, "passkey-security");
  const told = await server.mailTo(SATO, { subject: "アカウントの設定が変わりました" });
  assert.match(told.body, /パスキー（2要素認証）が追加されました/);

  await device.answers(false);
  await signOut(sender);
  await shot(sender, "passkey-sign-in");
  await signIn(sender, server, SATO);
  await sender.getByRole("button", { name: "パスキーで認証する" }).waitFor();
  await shot(sender, "passkey-second-step");
  await device.answers(true);
  await sender.getByRole("button", { name: "パスキーで認証する" }).click();
  await sender.getByRole("heading", { name: "書類", exact: true }).waitFor();

  await device.verifies(false);
  await signOut(sender);
  await sender.goto(`${server.origin}/sign-in`);
  await sender.getByRole("button", { name: "パスキーでログイン" }).click();
  await sender.getByRole("alert").getByText("パスキーでの認証は行われませんでした").waitFor();
  await device.verifies(true);
  await sender.getByRole("button", { name: "パスキーでログイン" }).click();
  await sender.getByRole("heading", { name: "書類", exact: true }).waitFor();
  assert.deepEqual(sender.complaints, []);
});
