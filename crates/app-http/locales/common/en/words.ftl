# Words for values of the domain, on every page and in every email.

## A document's status

word-status-draft = Draft
word-status-awaiting-consent = Awaiting consent
word-status-sealing = Awaiting consent (being concluded)
word-status-concluded = Concluded
word-status-cancelled = Cancelled
word-status-declined = Declined
word-unknown = Unknown

## Roles in an organisation

word-role-guest = Guest
word-role-member = Member
word-role-manager = Document manager
word-role-admin = Admin

## What happened to a recipient's way to sign in: a sentence after the person's name, without its full stop

word-hold-backup-code = a backup code was used on the account, which removed its two-factor authentication
word-hold-admin-reset = an admin of their organisation reset the account’s two-factor authentication
word-hold-left-organisation = the account was removed from the organisation it belonged to
word-hold-idp-unlinked = the account was unlinked from the company account (IdP)
word-mail-unknown-address = the address does not exist or takes no email
word-mail-mailbox-full = the mailbox is full
word-mail-too-large = the email is too large
word-mail-policy = a rule of the recipient’s mail server refused it
word-mail-other = the recipient’s mail server refused it
word-hold-reported = a reader of their mailbox reported that the account, or a way to sign in to it, was not set up by its owner
word-hold-restored = the service was restored from a backup
word-hold-new-factor = the consent was given with a way to sign in that was set up after the document was sent
word-hold-forwarded-by-new-factor = the document was forwarded to this recipient with a way to sign in that was set up after it was sent
word-hold-by-sender = the sender has put the consent on hold

## How a person was authenticated

word-method-two-factor = Two-factor authentication
word-method-passkey = Two-factor authentication (passkey)
word-method-idp = IdP authentication
word-method-mailbox = Email verification
word-late-address = The address of this recipient came to the account after sending (confirmation code only)
word-late-app = The authenticator app was set up after sending (confirmation code only)
word-late-app-by-password = The authenticator app was set up after sending (password alone, no confirmation code)
word-late-app-coded = The authenticator app was set up after sending (confirmation code and access code)
word-late-passkey = The passkey was registered after sending (confirmation code only)
word-late-passkey-by-password = The passkey was registered after sending (password alone, no confirmation code)
word-late-passkey-coded = The passkey was registered after sending (confirmation code and access code)
word-late-idp = The link to the IdP was made after sending (confirmation code only)
word-late-idp-by-password = The link to the IdP was made after sending (password alone, no confirmation code)
word-late-idp-coded = The link to the IdP was made after sending (confirmation code and access code)

## What an advanced authentication request does not go together with

word-excluded-language = An advanced authentication request cannot be set, because a recipient’s language is not Japanese. To be able to set it, change the language of { $recipient } ({ $language }) to Japanese.
word-exclusion-language = Recipients with a language other than Japanese: the request works for documents whose recipients all have Japanese as their language. An admin of the organisation can lift this restriction.
word-language-fixed = The language is fixed to Japanese, because an advanced authentication request is set.

## The evidence of a concluded document

word-evidence = Evidence pack
word-evidence-explained = A ZIP with the files, the seals, and the record of every consent and authentication. It can be verified without the service.
