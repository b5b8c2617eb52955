// Input fields of a draft, written into the database of a running server as step 03 would.

import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";

const SCRIPT = `
import json, sqlite3, sys, uuid
database, document, fields = sys.argv[1], uuid.UUID(sys.argv[2]).bytes, json.loads(sys.argv[3])
db = sqlite3.connect(database, timeout=10)
text = lambda value: str(uuid.UUID(bytes=value))
file, = db.execute("select id from document_file where document_id = ? order by position", (document,)).fetchone()
people = {email: text(id) for id, email in db.execute("select id, email from recipient where document_id = ?", (document,))}
for field in fields:
    field.update(file=text(file), recipient=field["recipient"] and people[field["recipient"]])
db.execute("update document set fields = ? where id = ?", (json.dumps({"v": 1, "fields": fields}), document))
db.commit()
`;

const KINDS = {
  text: (more) => ({ is: "text", size: 11, lines: 1, limit: 100, pattern: "any", placeholder: null, ...more }),
  checkbox: (more) => ({ is: "checkbox", checked: false, ...more }),
  date: (more) => ({ is: "date", of_consent: false, size: 11, ...more }),
  choice: (more) => ({ is: "choice", options: ["はい", "いいえ"], size: 11, ...more }),
  stamp: (more) => ({ is: "stamp", shape: "round", ...more }),
  signature: () => ({ is: "signature" }),
  seal_box: () => ({ is: "seal_box" }),
};

// A field: its kind, its place in millimetres (left, top, width, height), who fills it (an address; nothing
// for the sender), and what it asks for.
export function field(kind, area, { by = null, label = null, required = true, page = 1, ...more } = {}) {
  const place = area.map((length) => Math.round(length * 100));
  return { id: randomUUID(), recipient: by, page, area: place, required, label, kind: KINDS[kind](more), value: null };
}

export function setFields(server, document, fields) {
  const at = ({ page, area: [left, top] }) => page * 1e10 + top * 1e5 + left;
  fields.sort((one, other) => at(one) - at(other));
  execFileSync("python3", ["-c", SCRIPT, join(server.folder, "data/wariin.db"), document, JSON.stringify(fields)]);
}
