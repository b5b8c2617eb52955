// The real binary in a folder of its own, on a clock that the test moves.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startMailServer } from "./smtp.mjs";

export const BIN = process.env.E2E_BIN ?? new URL("../../../../target/debug/wariin", import.meta.url).pathname;

export async function startServer({ withMailServer = true, movesClock = true, environment = {} } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "wariin-e2e-"));
  const clock = join(folder, "clock");
  let ahead = 0;
  writeFileSync(clock, "+0");
  const mail = withMailServer ? await startMailServer() : null;
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const launch = (...command) => spawn(BIN, command, {
    env: {
      PATH: process.env.PATH,
      ...(movesClock && moved(clock)),
      WARIIN_LISTEN: `127.0.0.1:${port}`,
      WARIIN_DATA_DIR: join(folder, "data"),
      WARIIN_SMTP_URL: mail?.url ?? "",
      WARIIN_MAIL_FROM: "Wariin <wariin@example.jp>",
      ...environment,
    },
    stdio: ["ignore", command.length ? "pipe" : "ignore", "pipe"],
  });
  let log = "";
  let child, ended;
  const start = async () => {
    child = launch();
    child.stderr.on("data", (chunk) => (log += chunk));
    ended = new Promise((done) => child.on("exit", done));
    await ready(origin, child, () => log);
  };
  await start();
  return {
    origin,
    folder,
    clock,
    // Runs the command line of the same service; returns its output.
    async cli(...command) {
      const tool = launch(...command);
      let said = "";
      tool.stdout.on("data", (chunk) => (said += chunk));
      tool.stderr.on("data", (chunk) => (said += chunk));
      const code = await new Promise((done) => tool.on("close", done));
      if (code !== 0) throw new Error(`wariin ${command.join(" ")}: ${said}`);
      return said;
    },
    pid: () => child.pid,
    mails: mail?.mails ?? [],
    mailServer: mail,
    restart: start,
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    log: () => log,
    now: () => Date.now() / 1000 + ahead,
    advance(seconds) {
      ahead += seconds;
      writeFileSync(clock, `+${ahead}`);
    },
    async mailTo(address, { subject, after = 0 } = {}) {
      return until(`a mail to ${address}`, () =>
        mail.mails.slice(after).findLast((m) => m.to === address && (!subject || m.subject.includes(subject))),
      );
    },
    async stop() {
      child.kill("SIGTERM");
      await ended;
      await mail?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

// Waits for something that the server does by itself; asks often, gives up after ten seconds.
export async function until(what, find) {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const found = await find();
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come`);
    await new Promise((again) => setTimeout(again, 20));
  }
}

async function ready(origin, child, log) {
  await until("the server", async () => {
    if (child.exitCode !== null) throw new Error(`the server ended:\n${log()}`);
    try {
      return (await fetch(`${origin}/health`)).ok;
    } catch {
      return false;
    }
  });
}

// The environment of a process on a clock that the test moves.
export function moved(clock) {
  return {
    LD_PRELOAD: libfaketime(),
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: "1",
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
  };
}

export function freePort() {
  return new Promise((found) => {
    const probe = net.createServer();
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

function libfaketime() {
  const folders = readdirSync("/usr/lib").map((name) => `/usr/lib/${name}/faketime/libfaketime.so.1`);
  const found = folders.find(existsSync);
  if (!found) throw new Error("libfaketime is not installed");
  return found;
}
