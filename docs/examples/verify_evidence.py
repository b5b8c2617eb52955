#!/usr/bin/env python3
"""Verifies an evidence pack of Wariin, written from docs/evidence.md alone: python3 verify_evidence.py PACK [--key VKEY]

It needs nothing but Python 3.9. It checks the list of parts and its signature, the document's events, their places
in the signed log, cosignatures, the facts against the events, and the content of every consent. With `cryptography`
it checks the signatures of ID tokens and passkeys too. It does not check the signatures in the PDFs.
"""
import argparse
import base64
import hashlib
import json
import re
import struct
import sys
import urllib.parse
import uuid
import zipfile

MAX_BYTES = 1 << 30
MAX_PARTS = 305
NAMES = re.compile(r"(evidence\.json|VERIFY\.md|manifest\.txt|certificate\.pdf"
                   r"|(uploads|sealed)/[0-9]{3}\.pdf|reports/([0-9]{3}|certificate)\.json)")


class Wrong(Exception):
    """Something does not hold, so that nothing after it can be checked."""


def expect(holds, what):
    if not holds:
        raise Wrong(what)


# ---- Ed25519 (RFC 8032, section 5.1.7)

P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number, point):
    result = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public, message, signature):
    key, commitment = point(public), point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or commitment is None or scalar >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left = times(scalar, BASE)
    right = add(commitment, times(int.from_bytes(digest, "little") % L, key))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


# ---- signed notes (c2sp.org/signed-note)

def signatures(vkey, kind, note):
    """The text of a note and what the signer with this key, of this type, has put under it."""
    name, number, key = vkey.split("+", 2)
    key = base64.b64decode(key, validate=True)
    own = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    expect(key[0] == kind and own.hex() == number, f"the key {vkey} is not one of Ed25519 for this")
    text, _, lines = note.rpartition("\n\n")
    start = f"\u2014 {name} "
    found = (base64.b64decode(line[len(start):], validate=True) for line in lines.split("\n") if line.startswith(start))
    return text + "\n", key[1:], [signature[4:] for signature in found if signature[:4] == own]


def opened(vkey, note):
    """The text of a note that the key has signed."""
    text, key, found = signatures(vkey, 1, note)
    expect(any(is_signed(key, text.encode(), one) for one in found), "the key did not sign a note")
    return text


def check_witnesses(evidence, witnesses):
    """Cosignatures (c2sp.org/tlog-cosignature) of those whose keys are known."""
    attested = evidence.get("checkpoint") or {"cosignatures": [], "timestamp": None}
    note = evidence["history"]["checkpoint"] + "".join(one + "\n" for one in attested["cosignatures"])
    for vkey in witnesses:
        text, key, found = signatures(vkey, 4, note)
        expect(any(is_signed(key, f"cosignature/v1\ntime {struct.unpack('>Q', one[:8])[0]}\n{text}".encode(), one[8:])
                   for one in found), f"{vkey.split('+')[0]} has not cosigned the log's head")
    if attested["cosignatures"] and not witnesses:
        print("cannot be known: the cosignatures of witnesses (give --witness)")
    if attested["timestamp"] is not None:
        print("cannot be known here: the timestamp over the log's head (use openssl ts -verify)")


# ---- events and the log

def canonical(history, event):
    """The bytes of an event: each field behind its length."""
    fields = [
        b"wariin/event/v1", history["subject"].encode(), uuid.UUID(history["id"]).bytes,
        struct.pack(">Q", event["sequence"]), struct.pack(">q", event["at"]), event["actor"].encode(),
        uuid.UUID(event["actor_id"]).bytes if event["actor_id"] else b"", event["kind"].encode(),
        event["data"].encode(), bytes.fromhex(event["previous"]),
    ]
    return b"".join(struct.pack(">Q", len(field)) + field for field in fields)


def root_of(leaf, index, size, proof):
    """RFC 9162, section 2.1.3.2."""
    expect(0 <= index < size, "a leaf behind the end of the log")
    fn, sn, digest = index, size - 1, leaf
    for node in proof:
        expect(sn > 0, "a proof that is too long")
        if fn & 1 or fn == sn:
            digest = hashlib.sha256(b"\1" + node + digest).digest()
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            digest = hashlib.sha256(b"\1" + digest + node).digest()
        fn, sn = fn >> 1, sn >> 1
    expect(sn == 0, "a proof that is too short")
    return digest


def check_history(evidence, vkey):
    """The events that are told, their data parsed."""
    history = evidence["history"]
    expect(history["format"] == "wariin/history/v1" and history["subject"] == "document"
           and history["id"] == evidence["document"]["id"], "the history is of another document")
    expect(history["key"] == vkey, "the history names another key")
    origin, size, root, end = opened(vkey, history["checkpoint"]).split("\n", 3)
    expect(origin == vkey.split("+")[0] and end == "", "the checkpoint is of another log")
    size, root = int(size), base64.b64decode(root)
    previous, told = bytes(32), []
    expect(history["events"], "there are no events")
    for number, event in enumerate(history["events"], 1):
        expect(event["sequence"] == number, f"events are missing before event {number}")
        if "data" in event:
            expect(event["previous"] == previous.hex(), f"event {number} does not follow the one before it")
            digest = hashlib.sha256(canonical(history, event)).digest()
            expect(event["hash"] == digest.hex(), f"event {number} was changed")
            data = json.loads(event["data"])
            expect(data["kind"] == event["kind"], f"event {number} is of another kind")
            told.append((event["at"], event["kind"], data))
        else:
            expect(evidence["view"] is not None, f"event {number} is withheld from the sender")
            digest = bytes.fromhex(event["hash"])
        leaf = hashlib.sha256(b"\0" + digest).digest()
        proof = [bytes.fromhex(node) for node in event["proof"]]
        expect(root_of(leaf, event["leaf"], size, proof) == root, f"event {number} is not in the log")
        previous = digest
    return told


# ---- the facts

def newest(events, kind, **members):
    for at, name, data in reversed(events):
        if name == kind and all(data.get(member) == value for member, value in members.items()):
            return at, data
    raise Wrong(f"there is no event {kind}")


def renewed(events, file, seal):
    """What a seal has become: each renewal follows the one before it."""
    for _, name, data in events:
        if name == "seal_renewed" and data["file"] == file:
            expect(data["before"] == seal, "a seal was renewed that was another one")
            seal = data["after"]
    return seal


def check_facts(evidence, events):
    document, files = evidence["document"], evidence["files"]
    concluded_at, concluded = newest(events, "concluded")
    expect(document["concluded_at"] == concluded_at, "the time of the conclusion is not that of the event")
    expect(document["agreed_at"] == newest(events, "all_consented")[0], "agreed_at is not that of the event")
    sealed = [(one["file"], renewed(events, one["file"], one["seal"])) for one in concluded["sealed"]]
    expect(sealed == [(f["id"], {"digest": f["sealed"]["sha256"], "level": f["level"]}) for f in files],
           "other files were concluded")
    issued, certificate = newest(events, "certificate_issued")[1]["certificate"], evidence["certificate"]
    issued = renewed(events, None, issued)
    expect(issued == {"digest": certificate["sealed"]["sha256"], "level": certificate["level"]},
           "another certificate was issued")
    copies = [one["id"] for one in evidence.get("copies", [])]
    expect(copies in ([], concluded["copies"] if evidence["view"] is None else []), "other persons were told")
    staying = [one["id"] for one in evidence["recipients"] if one["forwarded_to"] is None]
    expect(staying == concluded["recipients"], "other recipients concluded")
    if evidence["view"] is None:
        sent_at, sent = newest(events, "sent")
        expect(document["sent_at"] == sent_at and document["drafted_at"] == newest(events, "drafted")[0],
               "it was drafted or sent at another time")
        expect(document["advanced_auth"] == sent["advanced_auth"], "advanced_auth is not that of the event")
        expect([f["upload"]["sha256"] for f in files] == sent["files"], "other files were sent")
        expect(evidence["sender"]["sign_in"] == sent.get("sign_in"), "the sender was signed in otherwise")
    for recipient in evidence["recipients"]:
        check_recipient(evidence, recipient, events)


def check_recipient(evidence, recipient, events):
    who, consent = recipient["id"], recipient["consent"]
    told, corrected = evidence["view"] in (None, who), recipient.get("corrected", [])
    found = [(at, data) for at, name, data in events if name == "recipient_corrected" and data["recipient"] == who]
    before = [{"at": at, "name": data["from_name"], "email": data["from_email"]} for at, data in found]
    expect(corrected == (before if told else []), f"recipient {who} was corrected otherwise")
    if told and found:
        now = (found[-1][1]["to_name"], found[-1][1]["to_email"])
        expect(now == (recipient["name"], recipient["email"]), f"recipient {who} was corrected to another address")
    if recipient["forwarded_to"] is not None:
        expect(consent is None, f"recipient {who} forwarded and consented")
        if evidence["view"] is None:
            newest(events, "forwarded", recipient=who, to=recipient["forwarded_to"])
        return
    expect(consent is not None, f"recipient {who} has not consented")
    if evidence["view"] not in (None, who):
        return
    if evidence["view"] is None:
        invited = newest(events, "invited", recipient=who)[1]
        expect(invited["email"] == recipient["email"], f"recipient {who} was invited at another address")
    given = newest(events, "consented", recipient=who)[1]["consent"]
    said = {name: consent.get(name) for name in ("at", "assurance", "content", "statement")}
    expect(said == {"statement": None, **given}, f"recipient {who} consented otherwise")
    if evidence["view"] is None:
        check_class(who, given["assurance"], events)
    if consent["values"] is None:
        print(f"cannot be known: what recipient {who} saw does not give the digest any more")
        return
    expect(consent["values"] == sorted(set(consent["values"])), "values out of their order")
    values = [bytes.fromhex(evidence["content"]["values"][number]) for number in consent["values"]]
    preimage = bytes.fromhex(evidence["content"]["head"]) + struct.pack(">I", len(values)) + b"".join(values)
    expect(hashlib.sha256(preimage).hexdigest() == consent["content"], f"recipient {who} consented to other content")


def check_class(who, assurance, events):
    """The class of an enrolment can follow from when, and behind what, it was made."""
    asked_at = max(at for at, name, data in events if name == "sent"
                   or name == "forwarded" and data["to"] == who
                   or name == "recipient_corrected" and data["recipient"] == who
                   and data["from_email"] != data["to_email"])
    if assurance["kind"] == "mailbox" or assurance["class"] == "E4":
        return
    is_before = assurance.get("enrolled_at", assurance.get("linked_at")) < asked_at
    is_by_password = assurance.get("behind_code") is False and not is_before
    holds = {"E0": is_by_password, "E3": is_before, "E5/E3": is_before}.get(assurance["class"], not is_by_password)
    expect(holds, f"the factor of recipient {who} is of another class")


def check_content(evidence):
    head = b"wariin-content-1" + struct.pack(">I", len(evidence["files"]))
    head += b"".join(bytes.fromhex(file["upload"]["sha256"]) for file in evidence["files"])
    expect(bytes.fromhex(evidence["content"]["head"]).startswith(head), "the content is not that of the files")


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def check_id_tokens(evidence, events):
    for entry in evidence["id_tokens"]:
        preimage = b"\1" + uuid.UUID(entry["transaction"]).bytes + uuid.UUID(entry["recipient"]).bytes
        preimage += bytes.fromhex(entry["content_digest"]) + bytes.fromhex(entry["random"])
        nonce = base64.urlsafe_b64encode(hashlib.sha256(preimage).digest()).rstrip(b"=").decode()
        header, payload, signature = entry["id_token"].split(".")
        claims = json.loads(unpadded(payload))
        expect(entry["document"] == evidence["document"]["id"], "an ID token of another document")
        expect(claims["nonce"] == entry["nonce"] == nonce and claims["iss"] == entry["issuer"]
               and claims["sub"] == entry["sub"], "an ID token says something else")
        at, kept = newest(events, "id_token_kept", authorization=entry["transaction"], recipient=entry["recipient"])
        digest = hashlib.sha256(entry["id_token"].encode()).hexdigest()
        expect(kept["sha256"] == digest and kept["nonce"] == nonce and at == entry["received_at"],
               "no event commits to an ID token")
        signed = f"{header}.{payload}".encode()
        check_signature(json.loads(unpadded(header))["alg"], entry["key"], signed, unpadded(signature))
    check_named(evidence, "id_token", [entry["transaction"] for entry in evidence["id_tokens"]])


def check_passkeys(evidence, events):
    for entry in evidence["passkeys"]:
        ids = [uuid.UUID(entry[name]).bytes for name in ("ceremony", "document", "recipient")]
        preimage = b"wariin/passkey-consent/v1\0" + b"".join(ids)
        preimage += bytes.fromhex(entry["content_digest"]) + bytes.fromhex(entry["random"])
        client = unpadded(entry["client_data_json"])
        said, data, signature = json.loads(client), unpadded(entry["authenticator_data"]), unpadded(entry["signature"])
        expect(entry["document"] == evidence["document"]["id"], "an assertion of another document")
        expect(said["type"] == "webauthn.get" and unpadded(said["challenge"]) == hashlib.sha256(preimage).digest(),
               "an assertion was made for something else")
        host = urllib.parse.urlsplit(said["origin"]).hostname
        expect(data[:32] == hashlib.sha256(host.encode()).digest(), "an assertion was made at another service")
        expect(data[32] & 5 == 5, "the user of a passkey was not verified")
        at, kept = newest(events, "passkey_assertion_kept", ceremony=entry["ceremony"], recipient=entry["recipient"])
        expect(kept["sha256"] == hashlib.sha256(signature).hexdigest() and kept["factor"] == entry["factor"]
               and at == entry["received_at"], "no event commits to an assertion")
        check_signature(entry["key"]["alg"], entry["key"], data + hashlib.sha256(client).digest(), signature, True)
    check_named(evidence, "assertion", [entry["ceremony"] for entry in evidence["passkeys"]])


def check_named(evidence, member, there):
    for recipient in evidence["recipients"]:
        named = ((recipient["consent"] or {}).get("assurance") or {}).get(member)
        expect(named is None or named in there, f"what recipient {recipient['id']} signed is missing")


def check_signature(algorithm, key, signed, signature, is_der=False):
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
    except ImportError:
        print("cannot be known: the signature for a consent (the package cryptography is not installed)")
        return
    number = {name: int.from_bytes(unpadded(key[name]), "big") for name in ("n", "e", "x", "y")
              if name in key and algorithm != "EdDSA"}
    try:
        if algorithm == "EdDSA":
            expect(is_signed(unpadded(key["x"]), signed, signature), "a consent is not signed by its key")
            return
        digest = {"256": hashes.SHA256(), "384": hashes.SHA384(), "512": hashes.SHA512()}[algorithm[2:]]
        if algorithm.startswith("ES"):
            curve = {"256": ec.SECP256R1(), "384": ec.SECP384R1()}[algorithm[2:]]
            half = len(signature) // 2
            r, s = int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")
            public = ec.EllipticCurvePublicNumbers(number["x"], number["y"], curve).public_key()
            public.verify(signature if is_der else utils.encode_dss_signature(r, s), signed, ec.ECDSA(digest))
        else:
            pss = padding.PSS(padding.MGF1(digest), digest.digest_size)
            scheme = pss if algorithm.startswith("PS") else padding.PKCS1v15()
            rsa.RSAPublicNumbers(number["e"], number["n"]).public_key().verify(signature, signed, scheme, digest)
    except InvalidSignature:
        raise Wrong("a consent is not signed by its key")


# ---- the pack

def unique(pairs):
    expect(len({name for name, _ in pairs}) == len(pairs), "a name stands twice")
    return dict(pairs)


def parts_of(path):
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        expect(len(names) <= MAX_PARTS and len(set(names)) == len(names), "too many parts, or one twice")
        expect(all(NAMES.fullmatch(name) for name in names), "a part whose name no part of a pack has")
        expect(all(entry.compress_type == zipfile.ZIP_STORED for entry in entries), "a part is compressed")
        expect(sum(entry.file_size for entry in entries) <= MAX_BYTES, "it is too large")
        return {name: archive.read(name) for name in names}


def verify(path, known, witnesses):
    parts = parts_of(path)
    note = parts.pop("manifest.txt").decode()
    vkey = note.split("\n")[3]
    expect(known in (None, vkey), "another key signed it than the one that was given")
    lines = opened(vkey, note).split("\n")
    expect(lines[0] == "wariin-evidence-pack-1", "the list of parts has another format")
    listed = dict(reversed(line.split("  ", 1)) for line in lines[4:-1])
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in parts.items()}
    expect(listed == digests, "the parts are not those that the list has")
    evidence = json.loads(parts["evidence.json"], object_pairs_hook=unique)
    expect(evidence["format"] == "wariin/evidence/v1" and evidence["document"]["id"] == lines[1],
           "the evidence is of another document or format")
    for number, file in enumerate(evidence["files"], 1):
        for part, path in (("upload", f"uploads/{number:03}.pdf"), ("sealed", f"sealed/{number:03}.pdf"),
                           ("report", f"reports/{number:03}.json")):
            expect(file[part] == {"path": path, "sha256": digests.get(path)}, f"{path} is another part")
        upload, sealed = parts[file["upload"]["path"]], parts[file["sealed"]["path"]]
        expect(sealed.startswith(upload) and len(sealed) > len(upload), "a sealed file is not the upload with a seal")
    for part, path in (("sealed", "certificate.pdf"), ("report", "reports/certificate.json")):
        expect(evidence["certificate"][part] == {"path": path, "sha256": digests.get(path)}, f"{path} is another part")
    check_content(evidence)
    events = check_history(evidence, vkey)
    check_witnesses(evidence, witnesses)
    check_facts(evidence, events)
    check_id_tokens(evidence, events)
    check_passkeys(evidence, events)
    print(f"document {lines[1]}: {len(evidence['history']['events'])} events, {len(evidence['files'])} files")
    if known is None:
        print(f"cannot be known: whether the key is the service's: {vkey}")
    print("cannot be known here: the signatures in the PDFs (use a PDF verifier)")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("pack")
    arguments.add_argument("--key", help="the service's verifier key, from elsewhere than the pack")
    arguments.add_argument("--witness", action="append", default=[], help="the key of a witness who has cosigned")
    arguments = arguments.parse_args()
    try:
        verify(arguments.pack, arguments.key, arguments.witness)
    except Wrong as wrong:
        print(f"the evidence does NOT verify: {wrong}")
        return 1
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, struct.error, zipfile.BadZipFile) as error:
        print(f"the evidence does NOT verify: it cannot be read ({error!r})")
        return 1
    print("The evidence verifies.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
