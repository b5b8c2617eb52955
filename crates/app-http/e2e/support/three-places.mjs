// How each party of a concluded document was authenticated, and when, as the certificate, the reasons of the seals and
// the chain of events say it. What is read comes from poppler and from the files themselves.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

// Downloads the three from the sender's page of the document, which is concluded, and compares them; `methods` are the
// expected ones in the order of the recipients, without their classes.
export async function expectSameInThreePlaces(page, server, methods) {
  const load = async (link, name) => {
    const loaded = page.waitForEvent("download");
    const found = page.getByRole("link", { name: link }).first();
    await found.evaluate((a) => a.setAttribute("download", ""));
    await found.click();
    const path = join(server.folder, name);
    await (await loaded).saveAs(path);
    return path;
  };
  const sealed = await load("締結済みPDF", "three-places-sealed.pdf");
  const certificate = await load("合意締結証明書", "three-places-certificate.pdf");
  const pack = await load("証跡パッケージ", "three-places.zip");
  const key = (await server.cli("audit", "key")).trim();
  assert.match(await server.cli("evidence", "verify", pack, "--key", key), /The evidence verifies\./);

  const document = page.url().match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/)[0];
  const history = JSON.parse(await server.cli("audit", "export", "--document", document));
  const consents = history.events.map((event) => eventOf(event)).filter(({ kind }) => kind === "consented");
  const said = consents.map(({ consent }) => ({ words: words(consent.assurance), at: utc(consent.at) }));
  assert.deepEqual(said.map(({ words }) => words.replace(/ \(E[0-5](\/E[0-5])?\)$|, E[0-5]\)$/, "")), methods);

  const text = execFileSync("pdftotext", ["-raw", certificate, "-"], { encoding: "utf8" }).replace(/\s/g, "");
  const places = [reasonOf(sealed), reasonOf(certificate)];
  for (const [number, { words, at }] of said.entries()) {
    for (const reason of places) {
      const party = reason.split("; ").find((part) => part.startsWith(`${number + 1}/${said.length} `));
      assert.ok(party?.endsWith(` ${words} ${at}`), `${number + 1}, ${words} ${at}: ${reason}`);
    }
    assert.ok(text.includes(words.replace(/\s/g, "")), `${words} is not on the certificate`);
    assert.ok(text.includes(at), `${at} is not on the certificate`);
  }
}

function eventOf({ data }) {
  return typeof data === "string" ? JSON.parse(data) : data;
}

// As docs/evidence.md says that a reason names it.
function words({ kind, method, identity, class: level }) {
  if (kind === "mailbox") return "メール認証";
  if (kind === "idp") return `IdP認証 (${identity.issuer}, ${level})`;
  return `2要素認証・${method === "passkey" ? "パスキー" : "認証アプリ"} (${level})`;
}

function utc(micros) {
  return new Date(Math.floor(micros / 1_000_000) * 1_000).toISOString().replace(".000Z", "Z");
}

// The reason of the first signature, which is written in UTF-16.
function reasonOf(path) {
  const [, digits] = readFileSync(path, "latin1").match(/\/Reason\s*<FEFF([0-9A-Fa-f]+)>/);
  return Buffer.from(digits, "hex").swap16().toString("utf16le");
}
