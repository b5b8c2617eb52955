# A document's history, line by line.

## Persons

history-person = { $name }
history-person-at = { $name } ({ $email })
history-some-recipient = a recipient
history-method-and-issuer = { $method }, { $issuer }

## Before sending

history-drafted = Draft created
history-described = Document details changed
history-files-replaced = Files replaced
history-file-changed = When a file was taken in: { $changes }
history-file-changes-confirmed = The changes to a file were confirmed: { $changes }
history-recipient-added = Recipient added
history-recipient-changed = Recipient changed
history-recipient-removed = Recipient removed
history-copy-added = Person in copy added
history-copy-removed = Person in copy removed
history-recipients-reordered = Order of recipients changed
history-request-set = Advanced authentication request set
history-request-withdrawn = Advanced authentication request cancelled
history-before-sending = Steps of the draft

## From sending to the answer

history-sent-with-request = Document sent (advanced authentication request: set)
history-sent = Document sent
history-reminded = Reminder emailed to { $recipient }
history-invited-by-forwarding = Email sent to { $recipient } (forwarded to)
history-link-renewed = New link emailed to { $recipient }
history-invited = Email sent to { $recipient }
history-mailbox-code-asked = Confirmation code emailed to { $recipient }
history-mailbox-proven = Email address of { $recipient } confirmed
history-mail-refused = Email to { $recipient } not delivered: { $why }
history-mail-refused-copy = Email to a person in copy not delivered: { $why }
history-mail-refused-sender = Email to the sender not delivered: { $why }
# $recipient (String) - the recipient
history-conclusion-mail-asked = The email about the conclusion to { $recipient } was asked for again
# $recipient (String) - the recipient
history-conclusion-told = { $recipient } was told of the conclusion by other means
history-opened = The document began to be shown to { $recipient } · { $by }
history-consented = Consent given by { $recipient } · { $by }
history-id-token-kept = Proof from the identity provider for { $recipient } stored (signed by the IdP)
history-passkey-assertion-kept = Record of the consent by passkey of { $recipient } stored (signed by the passkey)
history-consent-withdrawn = Consent withdrawn by { $recipient }
history-all-consented = Everyone has consented
history-declined = Declined by { $recipient }
history-consents-ended = Those who had consented were told by email that the document will not be concluded
history-consent-held = About { $recipient }: { $why }. Consent is not accepted for now
history-consent-released = The sender has checked that it is really { $recipient }; consent is accepted again
history-given-consent-held = About { $recipient }: { $why }. The conclusion waits until this was checked
history-consent-not-taken = The held consent of { $recipient } was not taken; consent was asked for again
history-consent-disputed = A reader of the mailbox reported that the account with which { $recipient } consented was not set up by its owner
history-pages-shown = All pages ({ $pages }) were shown to { $recipient }
history-fields-set = Input fields were set ({ $fields })
history-fields-filled-by-sender = The sender filled in input fields ({ $fields })
history-fields-filled = { $recipient } filled in input fields ({ $fields })
history-consent-lapsed = The consent of { $recipient } no longer stands, because { $by } took back a consent with what was filled in
history-invited-after-lapse = Email asking { $recipient } to agree again sent
history-recipient-corrected = Recipient corrected: { $from } → { $to }
history-invited-after-correction = Email to { $recipient } sent to the corrected address
history-access-code-typed = Access code entered correctly on the page for { $recipient }
history-enrolled-behind-access-code = Two-factor authentication set up by { $recipient } after typing the access code
history-forwarded = Forwarded by { $recipient } to { $to }
history-wrong-recipient = The person who received the email to { $recipient } says it is not for them
history-report-taken-back = The report that { $recipient } is the wrong recipient was taken back

## Others

history-manager-viewed-file = A document manager viewed a file
history-manager-viewed-certificate = A document manager viewed the certificate of agreement
history-manager-exported-file = A document manager exported a file
history-manager-viewed = A document manager viewed the document
history-evidence-taken = The operator of the service took the evidence pack out
history-corrected = The search fields were corrected ({ $from } → { $to })
history-legal-hold-placed = A legal hold was placed
history-legal-hold-released = The legal hold was released
history-deletion-announced = The end of the retention period was announced; deletion from { $on } on
history-deleted = The retention period ended, and the document was deleted
history-handed-over = Another member of the organisation took over as sender
history-cancelled = Document cancelled
history-concluded = Electronic signature applied and document concluded
history-certificate-issued = Certificate of agreement issued
history-seal-raise-asked = A timestamp was asked for
history-seal-renewed = Timestamp of the electronic signature renewed
history-certificate-renewed = Timestamp of the certificate of agreement renewed
history-seal-raised = A timestamp was added to the electronic signature, which had none (this is not the time of signing)
history-certificate-raised = A timestamp was added to the certificate of agreement, which had none (this is not the time of signing)
history-unknown = An event that this version cannot show ({ $kind })

## What was refused

history-refused = Action refused ({ $why })
history-refused-wrong-code = wrong code
history-refused-wrong-passkey = passkey not verified
history-refused-consent-held = waiting for the sender to check the person’s identity
history-refused-wrong-access-code = wrong access code
history-refused-otp-replay = authentication code already used
history-refused-throttled = too many attempts
history-refused-locked = authentication locked
history-refused-advanced-auth-required = no two-factor or IdP authentication
history-refused-wrong-account = not the recipient’s account
history-refused-step-up-required = authentication needed again
history-refused-other-contents = not the document that was shown
history-refused-file-damaged = a file of the document is damaged in storage
history-refused-pages-not-shown = consent before every page was shown
history-refused-not-editable = not possible in this state
history-refused-language = language other than Japanese
history-refused-named-idp-required = authenticated by another IdP than the one named
history-refused-enrolled-too-late = a factor enrolled after the document was sent
history-refused-enrolled-by-password = a factor enrolled by a password alone after the document was sent
history-refused-idp-subject = somebody else authenticated at the IdP
history-refused-idp-time = time of authentication at the IdP
history-refused-idp-strength = strength of authentication at the IdP
history-refused-other-idp = another IdP, or one that is switched off
history-refused-other = other

## 事前確認

history-preflight-asked = { $recipient } was asked by email to prepare
history-preflight-answered = { $recipient } is ready
history-preflight-refused = The reader of the email that asked { $recipient } to prepare says to be another person
