// An authenticator app (RFC 6238): every code it shows is a new one.

import { createHmac } from "node:crypto";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export class Authenticator {
  #seed;
  #server;
  #last = 0;

  constructor(key, server) {
    this.#seed = base32(key.replaceAll(/\s/g, ""));
    this.#server = server;
  }

  // The code of a step that was not shown before; the server's clock goes on when it has to.
  next() {
    let step = Math.floor(this.#server.now() / 30);
    while (step <= this.#last) {
      this.#server.advance(30);
      step = Math.floor(this.#server.now() / 30);
    }
    this.#last = step;
    return this.at(step);
  }

  // The code that was shown last, once more.
  again() {
    return this.at(this.#last);
  }

  at(step) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const hash = createHmac("sha1", this.#seed).update(counter).digest();
    const offset = hash[19] & 15;
    return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
  }
}

function base32(text) {
  let bits = "";
  for (const letter of text) bits += LETTERS.indexOf(letter).toString(2).padStart(5, "0");
  const bytes = bits.match(/.{8}/g).map((byte) => parseInt(byte, 2));
  return Buffer.from(bytes);
}
