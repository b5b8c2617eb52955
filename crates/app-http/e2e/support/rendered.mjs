// PDFs as poppler and MuPDF draw them, and what pdfsig and pyHanko say of their signatures.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PYHANKO = new URL("../../../../target/tools/python/bin/pyhanko", import.meta.url).pathname;
const DOTS = 75;
const MM = DOTS / 25.4;

const RENDERERS = {
  poppler: (file, page, out) => execFileSync("pdftoppm", ["-r", DOTS, "-f", page, "-l", page, "-singlefile", file, out.replace(/\.ppm$/, "")]),
  MuPDF: (file, page, out) => execFileSync("mutool", ["draw", "-q", "-r", DOTS, "-c", "rgb", "-o", out, file, page]),
};

function picture(draw, pdf, page) {
  const folder = mkdtempSync(join(tmpdir(), "wariin-drawn-"));
  const [file, out] = [join(folder, "it.pdf"), join(folder, "it.ppm")];
  writeFileSync(file, pdf);
  draw(file, String(page), out);
  const bytes = readFileSync(out);
  rmSync(folder, { recursive: true });
  const [head, width, height] = bytes.toString("latin1", 0, 60).match(/^P6\s+(\d+)\s+(\d+)\s+255\s/);
  return { width: Number(width), height: Number(height), dots: bytes.subarray(head.length) };
}

// Both files look alike in both viewers but for these areas (left, top, width, height in millimetres), in each of which
// something is seen that was not there.
export function expectAlikeBeside(before, after, page, areas) {
  for (const [by, draw] of Object.entries(RENDERERS)) {
    const [one, other] = [picture(draw, before, page), picture(draw, after, page)];
    assert.deepEqual([one.width, one.height], [other.width, other.height], by);
    const changed = new Set();
    const elsewhere = [];
    for (let at = 0; at < one.dots.length; at++) {
      if (one.dots[at] === other.dots[at]) continue;
      const [x, y] = [(Math.floor(at / 3) % one.width) / MM, Math.floor(at / 3 / one.width) / MM];
      const area = areas.findIndex(([left, top, width, height]) =>
        x > left - 0.5 && x < left + width + 0.5 && y > top - 0.5 && y < top + height + 0.5);
      if (area < 0) elsewhere.push([x, y]);
      else changed.add(area);
    }
    assert.deepEqual(elsewhere.slice(0, 5), [], `${by}, page ${page}: something else changed, at these millimetres`);
    assert.equal(changed.size, areas.length, `${by}, page ${page}: nothing new in ${areas.map((area, at) => (changed.has(at) ? "" : area)).join(" ")}`);
  }
}

// The file's signature is valid to others, who trust this certificate (PEM).
export function expectSigned(pdf, certificate) {
  const folder = mkdtempSync(join(tmpdir(), "wariin-signed-"));
  const [file, trusted] = [join(folder, "it.pdf"), join(folder, "certificate.pem")];
  writeFileSync(file, pdf);
  writeFileSync(trusted, certificate);
  const run = (...command) => {
    const { stdout, stderr, error } = spawnSync(command[0], command.slice(1), { encoding: "utf8" });
    if (error) throw error;
    return stdout + stderr;
  };
  assert.match(run("pdfsig", "-nocert", file), /Signature is Valid\.[\s\S]*Total document signed|Total document signed[\s\S]*Signature is Valid\./);
  const verdict = run(PYHANKO, "sign", "validate", "--pretty-print", "--no-revocation-check", "--trust", trusted, file);
  for (const words of ["The signature is cryptographically sound.", "The signature covers the entire file.", "is judged VALID"]) {
    assert.ok(verdict.includes(words), verdict);
  }
  rmSync(folder, { recursive: true });
}
