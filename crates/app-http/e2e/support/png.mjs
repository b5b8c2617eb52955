// Smaller PNG files (ISO/IEC 15948): a screen has few colours, so that a palette of them says enough.

import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const RGB = 2;
const PALETTE = 3;

// The picture with no more than this many colours: its most frequent ones, any other as the nearest of them.
export function withPalette(png, limit) {
  const { width, height, pixels } = decode(png);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const frequent = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([colour]) => colour);
  const palette = frequent.slice(0, limit);
  const places = new Map(frequent.map((colour) => [colour, nearest(colour, palette)]));
  const rows = Buffer.alloc((width + 1) * height);
  pixels.forEach((pixel, at) => (rows[at + Math.floor(at / width) + 1] = places.get(pixel)));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, PALETTE], 8);
  const colours = Buffer.from(palette.flatMap(channels));
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("PLTE", colours),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const channels = (colour) => [colour >> 16, (colour >> 8) & 255, colour & 255];

function nearest(colour, palette) {
  const own = channels(colour);
  let best = 0;
  let least = Infinity;
  palette.forEach((other, place) => {
    const distance = channels(other).reduce((sum, value, channel) => sum + (value - own[channel]) ** 2, 0);
    if (distance < least) [best, least] = [place, distance];
  });
  return best;
}

// The pixels, as 0xRRGGBB, of the kind of file that Chromium makes: eight bits, three channels or four.
function decode(png) {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const [depth, kind] = png.subarray(24);
  if (depth !== 8 || (kind !== RGB && kind !== 6)) throw new Error(`a PNG of kind ${kind}, ${depth} bits`);
  const data = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") data.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const step = kind === RGB ? 3 : 4;
  const raw = inflateSync(Buffer.concat(data));
  const size = width * step;
  const pixels = new Uint32Array(width * height);
  let above = new Uint8Array(size);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (size + 1)];
    const row = Uint8Array.from(raw.subarray(y * (size + 1) + 1, (y + 1) * (size + 1)));
    for (let x = 0; x < size; x++) {
      const left = x < step ? 0 : row[x - step];
      row[x] += [0, left, above[x], (left + above[x]) >> 1, filter === 4 ? paeth(left, above[x], x < step ? 0 : above[x - step]) : 0][filter];
    }
    for (let x = 0; x < width; x++) pixels[y * width + x] = (row[x * step] << 16) | (row[x * step + 1] << 8) | row[x * step + 2];
    above = row;
  }
  return { width, height, pixels };
}

function paeth(left, above, corner) {
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

// A picture of eight bits in four channels: `at(x, y)` is red, green, blue and how opaque it is.
export function picture(width, height, at) {
  const rows = Buffer.alloc((width * 4 + 1) * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows.set(at(x, y), y * (width * 4 + 1) + 1 + x * 4);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8);
  const parts = [chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([SIGNATURE, ...parts]);
}
