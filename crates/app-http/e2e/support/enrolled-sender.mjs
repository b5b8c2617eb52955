// What many stories begin with: a browser, a server of their own, and a sender who is signed in and has
// enrolled an authenticator. Importing it starts them before the tests of the file and stops them after.

import { after, before } from "node:test";
import { person, startBrowser } from "./browser.mjs";
import { startServer } from "./server.mjs";
import { enrol, setUp } from "./steps.mjs";

// `sender` is the page, `ofSender` the secret of the authenticator.
export let browser, server, sender, ofSender;

before(async () => {
  browser = await startBrowser();
  server = await startServer();
  sender = await person(browser);
  await setUp(sender, server);
  await sender.goto(`${server.origin}/settings/security`);
  ofSender = await enrol(sender, server);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
