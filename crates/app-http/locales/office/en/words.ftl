# Words that only senders and managers meet.

## Where a recipient's turn stands

word-recipient-held = Action needed: { $why }. Check that it is really this person
word-recipient-restored = Action needed: waiting for your confirmation after a restore
word-recipient-not-sent = Not sent
word-recipient-waiting = Waiting for their turn
word-recipient-no-answer = No answer
word-recipient-link-ended = Action needed: the link has expired
word-recipient-reading = Reviewing (opened on { $at })
word-recipient-unopened = Not opened yet
word-recipient-queued = Email waiting to be sent
# $tries (Number) - how often sending failed
# $at (String) - when it is tried next
word-mail-retried = Email waiting to be sent (failed { $tries } times, next try { $at })
# $tries (Number) - how often sending failed
word-mail-retrying = Email waiting to be sent (failed { $tries } times, being tried again)
word-mail-unsent = Not sent
# $at (String) - when the mail system took the email
word-mail-sent = sent { $at }
word-mail-failed = not delivered
# $state (String) - how far the email has come
word-conclusion-mail = Email about the conclusion: { $state }
# $why (String) - why the email was refused
word-recipient-conclusion-undelivered = Action needed: the email about the conclusion was not delivered ({ $why })
word-recipient-sent = Not opened yet (emailed { $at })
word-recipient-undelivered = Action needed: the email was not delivered ({ $why })
word-recipient-consented = Consented ({ $at })
word-recipient-declined = Declined ({ $at })
word-recipient-forwarded-to = Forwarded to { $to } ({ $at })
word-recipient-forwarded = Forwarded ({ $at })
word-recipient-wrong-recipient = Action needed: the person at this address says it is not for them

## How a consenting person was authenticated

word-assurance-idp = IdP authentication ({ $issuer })
word-assurance-named-idp = IdP authentication (named by the sender: { $issuer })
word-assurance-new = { $by } (counts as set up after sending; set up { $at })
word-late-made = { $class }, set up on { $at }
word-late-at-once = { $class }, set up on { $at } (right before the consent)
word-late-minutes = { $class }, set up on { $at } ({ $minutes } min before the consent)
word-late-hours = { $class }, set up on { $at } ({ $hours } h before the consent)
word-late-days = { $class }, set up on { $at } ({ $days } days before the consent)
word-late-before-address = { $class }, set up on { $at }, for this address after sending
word-new-address = Address added to the account after sending (checked by a confirmation code)
word-new-app = Authenticator app set up after sending (checked by a confirmation code)
word-new-app-by-password = Authenticator app set up after sending (not checked by a confirmation code)
word-new-app-coded = Authenticator app set up after sending (checked by a confirmation code and the access code)
word-new-passkey = Passkey registered after sending (checked by a confirmation code)
word-new-passkey-by-password = Passkey registered after sending (not checked by a confirmation code)
word-new-passkey-coded = Passkey registered after sending (checked by a confirmation code and the access code)
word-new-idp = Company account (IdP) linked after sending (checked by a confirmation code)
word-new-idp-by-password = Company account (IdP) linked after sending (not checked by a confirmation code)
word-new-idp-coded = Company account (IdP) linked after sending (checked by a confirmation code and the access code)

## What was changed about a file when it was taken in

change-repaired = Errors in the structure of the file were mended. That changed neither the text nor the look of the pages.
change-decrypted = This PDF was encrypted, or editing and printing were restricted. It is used without that. Please make sure that you are allowed to.
change-form-fixed = The fields of the form became part of the pages as they were shown. Nothing can be typed into them any more.
change-form-drawn = Fields of the form that had no appearance were drawn from their values. Please check the pages.
change-annotations-fixed = Notes, stamps and drawings became part of the pages as they were shown.
change-annotations-drawn = Marks and drawings that had no appearance of their own were drawn from their description. Please check the pages.
change-comments-removed = Comments that open on a click are no part of the pages and were removed ({ $names }).
change-layers-fixed = Layers were fixed as they were shown.
change-hidden-layers-kept = The file holds layers that are not shown ({ $names }). Their contents stay in the file, and programs that extract text can read them.
change-usage-rights-removed = The usage rights of the form (extended features in Adobe Reader) were removed. They are no signature.
change-xfa-removed = The XFA description of the form was removed, and its ordinary fields were used.
change-actions-removed = Scripts, and what buttons and the like do, were removed.
change-links-removed = Links to other files or programs, or over a whole page, were removed ({ $names }).
change-attachments-removed = The attachments { $names } will not be part of the contract.
change-attachments-kept = The attachments { $names } stay part of it. They cannot be taken out of a signed PDF or an electronic invoice.
change-actions-kept = Scripts and actions stay part of it. They cannot be taken out of a signed PDF.
change-tags-removed = The text of the tags that became input fields ({ $names }) was taken out of the pages. All other text stays where it was. Please check the pages.
change-fonts-replaced = Fonts are not embedded in the file ({ $names }), so its text is shown here in other fonts. Letters can look different from the program that made it. Please check the pages.
change-pages-unshown = Some pages cannot be shown as images (page { $names }). There the PDF is offered instead.
change-pages-differ = Some pages use effects (transparency, gradients or colours) that programs show differently (page { $names }). Please compare these pages with the PDF.
change-values-contradicted = The form has fields that show something else than their data say (field: shown ≠ data – { $names }). What is shown became part of the pages, and the data were removed. Please check the pages.
change-separator = {", "}
change-names-and-more = { $names } and { $more } more

## Which rule demands what of recipients

word-request-always = By the settings of your organisation, every document carries it.
word-request-amount = By the settings of your organisation, documents of { $amount } or more carry it.
word-request-amount-unknown = By the settings of your organisation, documents of { $amount } or more carry it. The amount is not filled in, so it is set; you can fill the amount in at step 01.
word-request-outside = By the settings of your organisation, documents with a recipient outside the organisation carry it.
word-by-organisation = organisation’s settings
word-by-document = the document’s settings
word-by-recipient = this recipient’s settings
word-enrolment-coded = Only a way to sign in that was set up before sending, or after entering the access code, is accepted ({ $by })
word-enrolment-uncoded = There is no access code, so only a way to sign in that was set up before sending is accepted ({ $by })
word-enrolment-before = Only a way to sign in that was set up before sending is accepted ({ $by })
