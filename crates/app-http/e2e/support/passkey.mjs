// Virtual authenticators of Chromium (Web Authentication Level 2, section 11).

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
