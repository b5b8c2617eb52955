// A mail server that keeps received mails (RFC 5321) for inspection.

import net from "node:net";

export async function startMailServer() {
  const mails = [];
  const refusal = { all: false, address: null };
  const server = net.createServer((socket) => serve(socket, mails, refusal));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    mails,
    refuse: () => (refusal.all = true),
    refuseFor: (address) => (refusal.address = address),
    accept: () => (refusal.all = false),
    url: `smtp://127.0.0.1:${server.address().port}`,
    stop: () => new Promise((done) => server.close(done)),
  };
}

function serve(socket, mails, refusal) {
  let text = "";
  let data = null;
  socket.on("error", () => {});
  socket.write("220 localhost\r\n");
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
    for (;;) {
      if (data !== null) {
        const end = text.indexOf("\r\n.\r\n");
        if (end < 0) return;
        mails.push(parse(text.slice(0, end).replaceAll("\r\n..", "\r\n.")));
        text = text.slice(end + 5);
        data = null;
        socket.write("250 kept\r\n");
        continue;
      }
      const end = text.indexOf("\r\n");
      if (end < 0) return;
      const line = text.slice(0, end);
      const command = line.split(" ")[0].toUpperCase();
      text = text.slice(end + 2);
      if (command === "RCPT" && refusal.address && line.includes(refusal.address)) {
        socket.write("550 5.1.1 user unknown\r\n");
      } else if (refusal.all) {
        socket.write("451 try again later\r\n");
      } else if (command === "DATA") {
        data = "";
        socket.write("354 go on\r\n");
      } else if (command === "QUIT") {
        socket.end("221 bye\r\n");
      } else {
        socket.write("250 ok\r\n");
      }
    }
  });
}

function parse(raw) {
  const top = part(raw);
  const { headers } = top;
  const all = leaves(top);
  const of = (type) => all.find((one) => (one.headers["content-type"] ?? "text/plain").startsWith(type));
  const said = (one) => (one ? decode(one.content, one.headers["content-transfer-encoding"] ?? "7bit") : "");
  const body = said(of("text/plain"));
  const files = all.filter((one) => one.headers["content-disposition"]?.startsWith("attachment"));
  return {
    raw,
    headers,
    to: headers.to.match(/<([^>]+)>/)?.[1] ?? headers.to,
    subject: words(headers.subject),
    body,
    html: said(of("text/html")),
    attachments: files.map((file) => Buffer.from(file.content, "base64")),
    link: body.match(/https?:\/\/\S+\/l\/\S+/)?.[0],
    code: body.match(/^ {2}(\d{6})$/m)?.[1],
  };
}

// The parts that have no parts themselves (RFC 2046, section 5.1).
function leaves(one) {
  const boundary = one.headers["content-type"]?.match(/^multipart\/[^;]+;.*boundary="?([^";]+)"?/)?.[1];
  if (!boundary) return [one];
  const parts = one.content.split(`--${boundary}`).slice(1, -1);
  return parts.flatMap((text) => leaves(part(text.slice(2))));
}

function part(raw) {
  const [head, ...rest] = raw.split("\r\n\r\n");
  const unfolded = head.replace(/\r\n[ \t]+/g, " ");
  const headers = Object.fromEntries(
    unfolded.split("\r\n").map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { headers, content: rest.join("\r\n\r\n") };
}

function decode(body, encoding) {
  switch (encoding.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable": {
      const joined = body.replace(/=\r\n/g, "");
      const bytes = joined.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
      return Buffer.from(bytes, "latin1").toString("utf8").replaceAll("\r\n", "\n");
    }
    default:
      return Buffer.from(body, "latin1").toString("utf8").replaceAll("\r\n", "\n");
  }
}

function words(header) {
  return header
    .replace(/\?= +=\?/g, "?==?")
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, text) => Buffer.from(text, "base64").toString("utf8"));
}
