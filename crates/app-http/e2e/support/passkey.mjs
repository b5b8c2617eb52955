// Virtual authenticators of Chromium (Web Authentication Level 2, section 11), and what is done with them.

import { shot } from "./browser.mjs";
import { lookThrough } from "./steps.mjs";

// One of the device, whose user is verified, unless `options` say otherwise.
export async function withAuthenticator(page, options = {}) {
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
  const credentials = async () =>
    (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
  const replace = async (credential) => {
    await devtools.send("WebAuthn.clearCredentials", { authenticatorId });
    await devtools.send("WebAuthn.addCredential", { authenticatorId, credential });
  };
  return {
    verifies: (isUserVerified) => devtools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
    // Without it the sign-in page's autofill takes the passkey by itself.
    answers: (enabled) => devtools.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled }),
    credentials,
    // As if the passkey were another copy, whose counter stands elsewhere.
    setCounter: async (signCount) => replace({ ...(await credentials())[0], signCount }),
    credential: async () => (await credentials())[0],
    add: (credential) => devtools.send("WebAuthn.addCredential", { authenticatorId, credential }),
  };
}

// From the mailed link to the form for registering, behind the mailed code.
export async function proveMailbox(page, server, { email, link }, after = 0) {
  await page.goto(link);
  await page.getByRole("button", { name: "確認コードを送る" }).click();
  const { code } = await server.mailTo(email, { subject: "確認コード", after });
  await page.getByLabel("確認コード").fill(code);
  await page.getByRole("button", { name: "確認する" }).click();
  await page.getByText("手順 2/4").waitFor();
}

// From the mailed link to the document, by the passkey of an account that is there.
export async function returnByPasskey(page, link) {
  await page.goto(link);
  await page.locator("summary", { hasText: "アカウントをお持ちの方" }).click();
  await page.getByRole("button", { name: "パスキーで認証する" }).click();
  await page.getByText("手順 4/4").waitFor();
}

export async function consentByPasskey(page) {
  await lookThrough(page);
  await page.getByRole("button", { name: "書類の内容に同意する" }).click();
  await page.getByRole("dialog").waitFor();
  await shot(page, "passkey-consent");
  await page.getByRole("button", { name: "パスキーで認証して同意する" }).click();
  await page.getByText("締結されました。").waitFor();
}
