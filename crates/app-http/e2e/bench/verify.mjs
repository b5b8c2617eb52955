// The verification page on loopback for a signed PDF of 1 MB, beside pyHanko's validation of the same file in a
// Python that is running already. The first argument is that Python.

import { execFileSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startServer } from "../support/server.mjs";

const PYTHON = process.argv[2];
const ROUNDS = 25; // no network may send more than thirty at once
const GOAL = 200;

const PEER = `
import statistics, sys, time
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
times = []
for _ in range(int(sys.argv[2])):
    began = time.perf_counter()
    with open(sys.argv[1], "rb") as file:
        signature = PdfFileReader(file).embedded_signatures[-1]
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=[signature.signer_cert]))
    times.append(time.perf_counter() - began)
    assert status.intact and status.valid
print(statistics.median(times) * 1000)
`;

// A PDF of one page with an image of noise, which no filter makes smaller.
function megabyte() {
  const noise = Buffer.alloc(1_000_000);
  for (let at = 0, seed = 1; at < noise.length; at++) noise[at] = (seed = (seed * 48_271) % 2_147_483_647) & 255;
  const objects = [
    Buffer.from("<</Type/Catalog/Pages 2 0 R>>"),
    Buffer.from("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
    Buffer.from("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>"),
    Buffer.concat([
      Buffer.from(`<</Type/XObject/Subtype/Image/Width 1000/Height 1000/BitsPerComponent 8/ColorSpace/DeviceGray/Length ${noise.length}>>stream\n`),
      noise,
      Buffer.from("\nendstream"),
    ]),
    Buffer.from("<</Length 26>>stream\n500 0 0 500 40 200 cm /I Do\nendstream"),
  ];
  const pieces = [Buffer.from("%PDF-1.7\n")];
  let length = pieces[0].length;
  const offsets = objects.map((object, index) => {
    const piece = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from("\nendobj\n")]);
    pieces.push(piece);
    const at = length;
    length += piece.length;
    return at;
  });
  const rows = offsets.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  pieces.push(Buffer.from(`xref\n0 6\n0000000000 65535 f \n${rows}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${length}\n%%EOF\n`));
  return Buffer.concat(pieces);
}

const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
const server = await startServer({ movesClock: false, withMailServer: false });
try {
  const path = join(server.folder, "contract.pdf");
  writeFileSync(path, megabyte());
  await server.cli("seal", path);
  const sealed = join(server.folder, "contract-sealed.pdf");
  const bytes = readFileSync(sealed);
  const times = [];
  for (let round = 0; round < ROUNDS; round++) {
    const form = new FormData();
    form.append("files", new Blob([bytes]), "contract.pdf");
    const began = performance.now();
    const answer = await fetch(`${server.origin}/verify?lang=en`, { method: "POST", body: form });
    const page = await answer.text();
    times.push(performance.now() - began);
    if (answer.status !== 200 || !page.includes("are intact")) throw new Error(`${answer.status}: ${page}`);
  }
  const first = times[0];
  const own = median(times);
  console.log(`\nthe page for a signed PDF of ${Math.round(statSync(sealed).size / 1000)} kB on loopback: p50 ${own.toFixed(1)} ms (${GOAL}: ${own <= GOAL ? "met" : "NOT met"}), the first one ${first.toFixed(1)} ms`);
  if (PYTHON) {
    const peer = Number(execFileSync(PYTHON, ["-c", PEER, sealed, "9"], { encoding: "utf8" }));
    console.log(`pyHanko, the same file without a page: p50 ${peer.toFixed(1)} ms; the page takes ${(own / peer).toFixed(2)} times that`);
  }
} finally {
  await server.stop();
}
