# 書類の検証: what a file is worth, for every visitor who holds it.

verify-title = Verify a document
verify-explained = Check a signed PDF, a certificate of agreement or an evidence pack (ZIP), of this service or of any other one. You do not have to sign in.
verify-file = PDF or evidence pack (ZIP)
verify-file-hint = One file of up to 50 MB. You can also drop it here.
verify-button = Verify
verify-again = Verify another file
verify-privacy = The file is looked at in an isolated process on this server and is not kept. Nothing is told about a document to a visitor who does not hold its file.
verify-elsewhere = Larger files, and verification without this service: the commands “wariin verify” and “wariin evidence verify” check the same on your own computer.
verify-result = Result

## What it comes to

verify-pdf-good = The signatures of this PDF are intact. What was signed is unchanged, and only what the signatures allow was added.
verify-pdf-failed = This PDF was changed after it was signed, or a signature in it is wrong. Do not rely on it.
verify-pdf-indeterminate = No signature of this PDF is wrong, but it cannot be said that all of them are good. The reasons stand below.
verify-pdf-unsigned = This PDF has no signature, so nothing can be said about who made it or whether it was changed.
verify-pdf-unreadable = This file cannot be read as a PDF or as an evidence pack. It may be damaged, incomplete, protected by a password, or of another kind. Obtain the file again and try once more.
verify-pack-good = Everything in this evidence pack that can be checked holds.
verify-pack-failed = Something in this evidence pack was changed or does not belong to it. Do not rely on it.
verify-pack-indeterminate = Nothing in this evidence pack is wrong, but not everything in it can be judged.
verify-pack-unreadable = This ZIP cannot be read as an evidence pack. It may be damaged, incomplete or of another kind. Obtain the file again and try once more.

## Whether this service concluded it

# $at (String) - when
verify-concluded-here = Concluded by this service on { $at }. This file is, byte for byte, one that this service issued then.
verify-not-concluded-here = Not concluded here: this file is none that this service has issued for a concluded document, or it was changed since. A file of another service is verified there.
# $at (String) - when
verify-packed-here = Concluded by this service on { $at }. The key of this service signed this evidence pack.
verify-not-packed-here = Not concluded here: the key of this service did not sign this evidence pack as it is.

## The parties

verify-parties = The parties that the signature names
verify-parties-explained = This is as reliable as that signature and its signer are.
# $at (String) - when
# $how (String) - how the person was authenticated
# $name (String) - the person
verify-party = { $name } consented on { $at }: { $how }
# $at (String) - when
# $how (String) - how the person was authenticated
# $name (String) - the person
# $organisation (String) - the sender's organisation
verify-sender = { $name } of { $organisation } sent the document on { $at }: { $how }
verify-by-app = Two-factor authentication (authenticator app)
# $issuer (String) - the identity provider
verify-by-idp = IdP authentication ({ $issuer })
verify-by-password = Password

## Signatures

# $number (Number) - its place in the file
verify-signature = Signature { $number }
# $number (Number) - its place in the file
verify-timestamp = Timestamp { $number }
verify-standing = Result
verify-standing-intact = Intact: what it covers is unchanged
verify-standing-broken = Not valid: it is wrong, or the file was changed after it
verify-standing-unjudged = It cannot be judged here
verify-signer = Signed by
# $signer (String) - the subject of the certificate
verify-signer-own = { $signer } (the certificate of this service)
# $signer (String) - the subject of the certificate
verify-signer-other = { $signer } (not a certificate of this service; whether you trust it is for you to decide)
verify-time = When
# $at (String) - when
# $by (String) - the authority
verify-stamped = { $at }, by a timestamp of { $by }
# $at (String) - when
verify-claimed = { $at }, as the signer states; no timestamp confirms it
verify-no-time = Not stated
verify-added = Added after it
verify-added-nothing = Nothing
verify-added-signatures = Signatures, timestamps and what proves them, which is allowed
# $count (Number) - how many
verify-added-filled = { $count ->
    [one] One form field was filled in, which is allowed
   *[other] { $count } form fields were filled in, which is allowed
}
# $count (Number) - how many
verify-added-bytes = { $count ->
    [one] One byte behind the end, which shows nothing
   *[other] { $count } bytes behind the end, which show nothing
}
# $count (Number) - how many
verify-added-changes = { $count ->
    [one] One change that it does not allow
   *[other] { $count } changes that it does not allow
}
verify-added-unreadable = It cannot be made out
verify-verdict = By ETSI EN 319 102-1

## Details

verify-checks = What was checked in the pack
verify-digest = SHA-256 of this file

## What is not verified

verify-too-large = Files of up to 50 MB can be verified here. Verify a larger one on your own computer with the command “wariin verify” or “wariin evidence verify”.
    .title = The file is too large
verify-no-file = No file was chosen, or the file is empty. Choose a PDF or an evidence pack (ZIP) and try again.
    .title = There is no file to verify
verify-too-complex = Looking at this file took more time or memory than there is for one file, so nothing can be said about it. Verify it on your own computer with the command “wariin verify” or “wariin evidence verify”.
    .title = The file could not be verified here
