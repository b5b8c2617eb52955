# What the service says when it does not do something: what happened, why, and what to do next.

## The way on from an error's page

error-go-home = Back to the start page
error-go-documents = Go to your documents
error-go-sign-in = Sign in
error-go-sign-in-page = Go to the sign-in page
error-go-link-idp = Sign in with your password and link it
error-go-connections = Back to IdP connections
error-go-set-up-factor = Set up two-factor authentication
error-go-idp = Sign in with an IdP

## Headings of more than one page

error-not-done = This could not be done
error-not-possible = This is not possible
error-wait = Please wait a moment
error-sign-in-again-heading = Please sign in again
error-strong-sign-in-needed = Two-factor authentication (or IdP authentication) is needed

## Requests that are not taken

error-foreign-form = Nothing was done, because we could not confirm that the request came from a page of this service. Go back to the previous page, reload it and try again.
    .title = The request could not be confirmed
error-foreign-host = This service can only be opened as localhost on this computer.
    .title = It cannot be opened at this address
error-too-large = You can send up to 20 MB for each file and 50 MB in total for each document. Go back to the previous page and make the files smaller, or split them, before sending.
    .title = What you sent is too large
error-cut-off = The connection broke off, so we did not receive everything. Send it again.
    .title = Sending was not completed
error-body-too-slow = What you sent arrived too slowly, so receiving it was ended (nothing for ten seconds, or less than the least rate). Send it again where the connection is better.
    .title = Sending was ended
error-malformed = What you sent could not be read. Go back to the previous page, reload it and try again.
    .title = This could not be read
error-not-found = There is no such page. If you followed a link in an email, check that none of it is missing. If the page needs an account, check that you are signed in with one that may view it.
    .title = Page not found
error-not-found-signed-in = There is no such page or document, or your account may not view it. A document of another account opens when you sign in with that one.
error-too-many-tries = There were many requests in a short time. Wait about { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    } and try again.
error-fault = Something went wrong on the server, so this could not be completed. Nothing you entered was wrong. Wait a little and try again. If it keeps happening, contact the operator and give the number { $number }.
    .title = Something went wrong
# $number (String) - the number of the request, under which the log has it
error-number = Number for questions to the operator: { $number }
error-storage-full = The server has no space left, so this could not be stored. Nothing you entered was wrong. It works again as soon as the operator has made space. Try again later.
    .title = There is no space left
error-storage-unavailable = The database does not answer, so this could not be completed. Nothing you entered was wrong. Wait about ten seconds and try again. If it keeps happening, contact the operator.
    .title = This is not possible at the moment
error-files-unavailable = The storage of files does not answer, so this could not be completed. Nothing you entered was wrong. Wait about ten seconds and try again. If it keeps happening, contact the operator.
    .title = This is not possible at the moment
error-too-slow = The service could not complete this in time. Nothing you entered was wrong. Wait about ten seconds and try again.
    .title = This took too long
error-busy = Very many people are using the service right now, so this could not be completed. Nothing you entered was wrong. Wait about ten seconds and try again.
    .title = The service is busy at the moment
error-not-done-for-now = This could not be completed. Wait a little and try again.

## Links and invitations

error-invalid-link = The link has expired, or a newer link has been sent. Open the link in the latest email, or ask the sender to send it again.
    .title = This link cannot be used
error-link-required = Open the link in the email you received once more, in this browser.
    .title = Please open the link in the email
error-invitation-ended = This invitation has already been used, has been withdrawn or has expired. If you need it, ask an admin of the organisation to send it again.
    .title = This invitation cannot be used
error-sign-in-to-join = There is already an account with this email address. Sign in, then open the invitation page again.
    .title = Please sign in to join

## A document

error-not-editable = The status of this document is “{ $status }”, so this is not possible.
error-sender-must-be-strong = To send a document with an advanced authentication request, you need to sign in with two-factor authentication (or IdP authentication). Authenticate, then send it again.
error-excluded-heading = Cannot be used with an advanced authentication request
error-not-your-turn = You have already answered this document, or it is not your turn yet.
error-other-contents = The document that was shown and the one you were about to agree to are not the same. Open the document again.
    .title = Not the document that was shown
error-other-turn = Since this page was shown, the consent was withdrawn or a new link was sent. Please look at the contents once more, and press the button to agree.
    .title = The page for agreeing is out of date
error-file-damaged = A file of this document is missing or was changed where it is stored. It cannot be shown or agreed to until it has been restored. Nothing was recorded as your consent. The sender’s page says so; please ask the sender.
    .title = A file of this document is damaged
error-deleted = This document was deleted on { $at }, because the retention period of the organisation that sent it had ended. Neither its files nor its contents are left. Document ID: { $document }
    .title = Deleted at the end of its retention period
error-pages-not-shown = You can agree once every page has been shown to you. Nothing was recorded as your consent. Please go back to the document and show all of its pages.
    .title = Some pages have not been shown yet
error-fields-missing = { $count } required fields are not filled in. Nothing was recorded as your consent. Please go back to the document and fill them in.
    .title = Some fields are not filled in
error-value = What you filled in was not accepted. Please go back to the document and check the fields.
    .title = Please check the fields
error-field-fault = Some input fields cannot be sent as they are. Please correct the marked fields in “03 Set input fields”.
    .title = Please check the input fields
error-changes-unconfirmed = What was changed about a file when it was taken in has not been confirmed. Confirm it at “01 Prepare document”, or remove the file.
    .title = The changes to a file are not confirmed
error-consent-held = You cannot consent or forward until the sender has checked that it is really you. If it is urgent, contact the sender directly.
    .title = Waiting for the sender to check
error-step-up-required = Some time has passed since you last authenticated. Enter an authentication code and agree again.
    .title = Please authenticate again
error-closed = The document has been cancelled by the sender or declined, so it can no longer be viewed or answered. There is nothing you need to do. If you have questions, contact the sender.
    .title = This document is closed
error-access-code-required = The sender has set an access code for this document. Open the link in the email you received and enter the access code.
    .title = An access code is needed
error-advanced-auth-required = The sender has set an advanced authentication request for this document. You can view it once you have authenticated.
error-named-idp-required = The sender accepts only authentication at your organisation’s IdP for this document. You can view it once you have signed in with that IdP.
    .title = Authentication at the named IdP is needed
error-enrolled-too-late = The sender accepts only means of authentication that were set up before the document was sent. Yours was set up afterwards. Open the document’s page again to see which one you can use, or how to contact the sender.
error-enrolled-without-code = The sender accepts only a way to sign in that was set up after entering the access code, or before sending. Yours is neither. Open the document’s page again to see the next step.
error-enrolled-by-password = This means of authentication was set up after the document was sent, by a password alone, without a mailed confirmation code. Nothing shows that the person who received the email set it up, so it cannot be used to answer this document. Sign out, open the link in the document’s email again, have a confirmation code sent and enter it, sign in, and set up a means of authentication anew under “Security”. Then sign in again with the new one to answer.
    .title = You cannot answer this document with this means of authentication
error-wrong-account = This document was sent to { $intended }. Sign in with that person’s account instead.

## What is missing in a document, or too much

error-no-idp-for-address = The company of this recipient has not connected an IdP to this service, so it cannot be required. Clear the checkbox, or ask the company to connect its IdP.
error-forward-to-oneself = This is your own email address. Enter the email address of the person you are forwarding to.
error-no-file = Choose a PDF file.
error-too-many-fields = No more than 500 input fields are possible.
error-field-twice = There are two input fields with the same id, or two boxes for the seal. Please reload the page.
error-no-such-field = There is no such input field. Please reload the page.
error-no-recipient = Add at least one recipient.
error-no-access-code = A recipient has no access code. Factors have to be enrolled behind one here: set an access code for that recipient at “02 Set recipients”.
error-too-many-files = No more than 100 files are possible.
error-files-too-large = Each file can be up to 20 MB, and the whole document up to 50 MB.
error-too-many-recipients = No more than 128 recipients are possible.
error-link-just-mailed = A link was sent less than an hour ago. Check the emails that have arrived, or try again later.
error-mail-limit = The sender has had as many emails sent as are possible within a day: three to one address, and 300 in all. Try again tomorrow; a document can also be sent without asking its recipients first.
error-passed-gate = This recipient has already opened the document or answered, and cannot be corrected. To send it to another person, cancel the document and send it again.
error-no-such-recipient = This recipient has already been removed.
error-no-such-file = That file is no longer part of the document.
error-sealed-other-files = The signed files did not match the document.

## A PDF that is not taken

error-pdf-not-pdf = “{ $name }” is not a PDF. Convert it to PDF, then choose it again.
error-pdf-damaged = The structure of “{ $name }” is damaged, and it cannot be read without losing contents. Export it as a PDF again with the software it was made with, or have it sent to you once more.
error-pdf-truncated = The end of “{ $name }” is missing: it arrived only in part. Have it sent to you once more, or download it again.
error-pdf-signed-damaged = “{ $name }” is signed already, and its structure does not allow another signature that keeps the first one valid. Saving or printing it again would destroy that signature: ask the signer for a newly made signed PDF.
error-pdf-password-needed = “{ $name }” opens with a password only. Enter it under “Password of the PDF”, and choose the PDF again.
error-pdf-wrong-password = The password does not open “{ $name }”. Check it, enter it under “Password of the PDF”, and choose the PDF again.
error-pdf-encrypted = “{ $name }” is encrypted for certificates, or in another way that no password opens. Ask its author for a PDF that is not encrypted.
error-pdf-no-pages = “{ $name }” has no pages. Ask its author for a PDF with contents.
error-pdf-too-many-pages = “{ $name }” has more than 2,000 pages. Split it. Splitting a signed file would destroy its signature: ask the signer.
error-pdf-launch = “{ $name }” is signed already, and contains an action that starts programs. It cannot be taken out without destroying the signature: ask the signer to sign a PDF without it.
error-pdf-xfa = The contents of “{ $name }” are not in its pages, but only in a form of the kind XFA. Open it with the software it was made with (such as Adobe Acrobat), use “Print” to save it as a PDF, and check that everything is there before you choose it.
error-pdf-unfixed-form = “{ $name }” is a form whose fields look different from one viewer to the next, so what is agreed to is not certain. Open it with the software it was made with, use “Print” to save it as a PDF, and check that everything is there before you choose it.
error-pdf-missing-glyph = The field “{ $field }” of the form in “{ $name }” holds the character “{ $character }”, which neither the fonts of the form nor those of this service have, so it cannot be shown correctly. Open it with the software it was made with, use “Print” to save it as a PDF, and check that everything is there before you choose it.
error-pdf-missing-glyph-in-note = A note in “{ $name }” holds the character “{ $character }”, which neither the fonts of the note nor those of this service have, so it cannot be shown correctly. Open it with the software it was made with, use “Print” to save it as a PDF, and check that everything is there before you choose it.
error-pdf-layers = “{ $name }” has layers that are seen on screen and not in print, or the other way round, so what is agreed to is not certain. Show only the layers that you need in the software it was made with, use “Print” to save it as a PDF, and check that everything is there before you choose it.
error-pdf-media = “{ $name }” has video, sound or 3D embedded, which no page can keep. Replace it by pictures in the software it was made with, or use “Print” to save it as a PDF. The video, sound or 3D will not be part of it.
error-pdf-unknown-filter = The pages of “{ $name }” use data of the unknown kind “{ $filter }” and cannot be shown correctly. Open it with the software it was made with, use “Print” to save it as a PDF, and check that everything is there before you choose it.
error-pdf-certified = “{ $name }” is certified against any later change, so no signature can be added. Ask the signer to sign it again so that further signatures are allowed, or for a PDF without a signature.
error-pdf-too-complex = “{ $name }” is too complex to be checked. If it is not signed, use “Print” in the software it was made with to save it as a PDF again. Saving a signed file again would destroy its signature: ask the signer.

## A field

error-value-other-kind = This field does not take that.
error-value-number = Enter a number, such as 1,000.
error-value-date = Enter a date, such as 2026-11-27.
error-value-postal-code = Enter a postal code of seven digits, such as 150-0001.
error-value-phone = Enter a phone number, such as 03-1234-5678.
error-value-no-such-option = Choose one of the options.
error-value-strokes = The signature could not be read. Please draw it again.
error-value-other-stamp = This is not the stamp of your organisation.
error-value-missing-glyph = “{ $character }” cannot be printed. Please use another character.
error-value-does-not-fit = This does not fit into the field. Please shorten it.
error-stamp-not-png = The image of the stamp has to be a PNG file.
error-stamp-too-large = The image of the stamp can have up to 1 MB and 2,000 pixels in width and height.
error-stamp-empty = The image is wholly transparent. Please choose one that shows the stamp.
error-logo-unreadable = The logo has to be a PNG or SVG image.
error-logo-too-large = The logo can have up to 1 MB, a PNG up to 2,000 pixels in width and height, and it must not be too complex.
error-logo-has-text = The SVG has text in it. Please convert the text to outlines (paths) and choose the file again.
error-logo-has-more = The SVG has images or scripts in it. Please choose an SVG of shapes only, or a PNG.
error-logo-empty = Nothing can be seen in the image. Please choose one that shows the logo.
error-printer-away = What you filled in cannot be checked right now. Please try again in a moment.
error-value-image = The stamp image could not be read.
error-field-empty = Fill in “{ $label }”.
error-field-too-long = “{ $label }” can have up to { $limit } characters.
error-field-too-short = “{ $label }” needs at least { $least } characters.
error-field-forbidden-character = “{ $label }” contains something that is not accepted (such as a control character or a web address). Remove it.
error-field-malformed = “{ $label }” is not in the right format.
error-field-email = This is not a valid email address. Enter it like name@example.com.
error-field-password = A password cannot be one character repeated. Choose a different one.
error-field-link-life = For how long a link can be used, enter a number from 1 to 60.
error-field-step-up-age = For the time until authentication is asked for again, enter a number from 1 to 60.
error-field-amount = Enter the amount in yen as a number, like 550000.
error-field-date = Enter an existing date for “{ $label }”, like 2026-04-01.

## Signing in, codes and the second factor

error-bad-credentials = The email address or the password is not correct. After several wrong tries, wait about a minute before trying again.
error-wrong-password = The present password is not correct. After several wrong tries, wait about a minute before trying again.
error-address-same = This is your present address. Enter another one.
error-address-served-by-idp = The company of this address takes its identity provider (IdP) only. Ask its administrator, and sign in with the IdP.
error-no-code = Enter the code.
error-wrong-code = The code is not correct. Enter the latest code.
error-code-replayed = This authentication code has already been used. Wait until the app shows the next code, then enter that one.
error-throttled = After several wrong tries, nothing is accepted until { $until }, not even the correct code. Wait until then.
error-locked = After too many wrong tries, this authenticator app can no longer be used. Use a backup code to set it up again.
error-code-of-other-session = This confirmation code was asked for in another browser. Send a new code from this browser.
error-code-expired = The confirmation code has expired or has already been used. Send a new code.
error-too-many-codes = A confirmation code was sent just now, or today’s limit ({ $limit } codes) has been reached. Check the emails that have arrived, or wait a little and try again.
# $seconds (Number) - how long to wait
error-codes-just-mailed = A confirmation code was sent just now. Check the emails that have arrived; if it does not come, wait { $seconds } seconds and try again.
# $limit (Number) - how many are mailed a day
error-codes-of-browser = A browser can ask for { $limit } confirmation codes a day, and this one has. Check the emails that have arrived, or try again tomorrow.
# $limit (Number) - how many are mailed a day
error-codes-of-network = Your network has asked for { $limit } confirmation codes today, which is the limit; above it one is sent an hour. Check the emails that have arrived, or try again later.
# $limit (Number) - how many are mailed a day
error-codes-of-mailbox = This address has been sent { $limit } confirmation codes today, which is the limit. Check the emails that have arrived, and wait an hour or more before you try again.
error-mailbox-not-proven = There is a document for you. Open the link in the email you received and confirm your email address with a confirmation code, then try again. If all your documents are concluded, you can also confirm it by setting a new password under “Forgot your password?”.
error-account-exists = There is already an account with this email address. Sign in instead.
error-guest-title = You cannot send documents
error-guest = Your account is a guest account: you can read, agree to and keep the documents you receive, but you cannot send documents, make templates or manage an organisation. If you need to send, ask an administrator of your organisation for an invitation. Once you accept it, you can send.
error-factor-demanded = Your organisation requires you to sign in with two-factor authentication (or IdP authentication).
error-no-factor = Two-factor authentication has not been set up.
error-backup-codes-replaced = These backup codes have been replaced by newer ones. Show them again and save the new codes.
error-too-many-factors = An account can have up to 10 authenticator apps and passkeys together. Remove one that you no longer use, then add the new one.
error-no-enrolment = The setup that was begun cannot be found. Start the setup again from the beginning in this browser.
error-passkey-ceremony = The use of the passkey took too long, or was begun on another page. Please try again.
error-passkey-unknown = This passkey is not registered, or was removed. Choose another passkey, or use another way.
error-passkey-unverified = Your device did not verify you by fingerprint, face or PIN. Use a device with a screen lock, or a security key with a PIN.
error-passkey-refused = The passkey could not be verified. Try again, or use another way.
error-passkey-counter = This passkey may have been copied and cannot be used. Sign in another way and remove it.
error-passkey-taken = This passkey is registered already.
error-passkey-unavailable = Passkeys cannot be used at the address of this service. Please use another way.
error-sign-in-again = To change how you sign in, you need to have signed in within the last 5 minutes (with an authentication code too, if you use two-factor authentication). Sign in again, then try once more.
error-no-password = This account has neither a password nor a passkey, so without the link to the IdP you could not sign in. Add a passkey under “Security”, or set a password, first.

## Signing in with an identity provider

error-no-idp = The company of this email address does not offer sign-in with an IdP. Sign in with your password.
error-unknown-authorization = This sign-in has already been used or has expired. Sign in again. If you were reviewing a document, open the link in the email again.
error-authorization-expired = Signing in with the IdP took too long. Sign in again.
error-foreign-authorization = The browser or the account that is signed in has changed since you began to sign in. Sign in again in this browser. If you were reviewing a document, open the link in the email again.
error-first-login-code = The confirmation code has expired, or can no longer be used after several wrong tries. Start again by signing in with the IdP.
error-idp-denied = The IdP did not allow you to sign in. If you cancelled on its page, try again. If it keeps happening, ask your IT department whether you may use this service.
error-link-first = Sign in with your password once and choose to link your IdP account. From then on you can sign in with the IdP.
    .title = This email address is already registered
error-not-a-member = In this organisation, only people with an account can sign in. Ask an admin of the organisation to create an account for you.
error-other-address = The email address at the IdP is not the one of the account that is signed in. Check that you used your own account at the IdP. If it is yours, ask your IT department about the email address that the IdP returns.
error-identity-taken = This IdP account is linked to another account, or your account is linked to another IdP account. Remove that link first.
error-idp-required = Your organisation requires you to sign in with its IdP. Use the button below.
error-report-link-ended = A link to report a change works for 30 days after it. If these are over, set a new password and contact the operator of the service.
error-reset-link-ended = A link to set a password works once, within 30 minutes. Please have another one sent.
error-account-disabled = This account has been disabled. Please contact the operator of the service.
    .title = This account cannot be used
error-idp-login-failed = Could not sign in with the IdP
error-idp-unreachable = Your company’s sign-in page (IdP) is not responding. Wait a few minutes and try again. If it keeps happening, contact your company’s IT department.
    .title = Could not reach the sign-in page
error-idp-forbidden = For safety, no connection is made to this issuer, or to an address it refers to. Check that it is an https URL with a public address. For an internal IdP, the server’s operator can allow it with WARIIN_IDP_PRIVATE_ORIGINS.
error-idp-misconfigured = The connection to the IdP is not set correctly. Ask an admin of the organisation to test the IdP connection.
error-idp-untrusted = The IdP’s answer could not be verified, so signing in was stopped. Try again. If it keeps happening, contact an admin of the organisation.
error-idp-switched-off = Signing in with this IdP is switched off at the moment. Ask an admin of the organisation.
error-idp-other-organisation = You signed in with the IdP of another organisation. Sign in with the account of your own organisation.
error-idp-no-auth-time = The IdP did not say when you authenticated (auth_time), so your identity could not be confirmed. Ask your IT department about the IdP’s settings.
error-idp-stale = You authenticated at the IdP too long ago. Authenticate again on the IdP’s page.
error-idp-not-renewed = The IdP did not authenticate anew when asked to (neither prompt=login nor max_age gives a newer auth_time). Without that a person cannot be verified at a consent, so this IdP cannot be switched on. Review the IdP’s settings for re-authentication and sessions, then test again.
error-idp-future = The IdP’s clock is wrong, so its answer is not accepted. Contact your IT department.
error-idp-weak = It could not be confirmed that two-factor authentication was used on your company’s sign-in page (IdP). Sign in using two-factor authentication. If it keeps happening, contact your company’s IT department.
error-idp-wrong-account = The person who authenticated on the company’s sign-in page is not the person who is signed in here. Your consent is not complete yet. Go back to the consent page and choose your own account.
    .title = Authenticated with somebody else’s account
error-idp-no-address = The IdP did not give an email address, so your account could not be confirmed. Ask your IT department to let the IdP return “email”.
error-idp-address-unverified = Your email address has not been verified at the IdP, so you cannot sign in. Verify your email address on the IdP’s page.
error-idp-foreign-domain = The email address given by the company’s sign-in page is not registered as one of this company’s. Choose your company account, or ask your company’s admin.
    .title = You cannot sign in with this email address

## A connection to an identity provider

error-idp-test-failed = The exchange with the IdP stopped here: { $check } { $advice }
    .title = The test of the connection failed
error-idp-test-hosts = The IdP’s description names hosts that this connection does not allow. Press “Test the connection” again to see which hosts it needs.
error-idp-test-compare = Compare the IdP’s settings with the settings of this connection.
error-admins-only = Only admins of the organisation can do this.
error-connection-weak-sign-in = To change IdP connections, you need to sign in with two-factor authentication (or IdP authentication).
error-connection-tenant-needed = This issuer is used by many organisations, so the claim that tells your organisation apart (such as hd=example.co.jp) is needed.
error-connection-not-tested = Test the connection before you switch it on.
error-connection-not-strong = The login of the test did not show that two-factor authentication was used. Review the IdP’s settings, or how two-factor authentication is recognised for this connection.
error-connection-no-domain = At least one confirmed domain is needed to switch it on.
error-connection-no-such-domain = This domain is not registered for this connection.
error-connection-too-many-domains = No more than 50 domains are possible.
error-connection-too-many = No more than 10 IdP connections are possible.
error-connection-no-secret = The client secret is missing. Enter it in the settings of the connection. Changing the issuer removes the secret.
error-connection-no-address = The test did not return an email address (email) of a confirmed domain. Let the IdP return “email”, then test again.
error-connection-domain-taken = This domain has been confirmed for another IdP connection.
error-connection-no-record = The TXT record was not found. Check its name and value, wait until it has taken effect, then try again.
error-connection-switched-off = Switch this connection on first.
error-connection-not-signed-in-with-it = So that nobody is locked out, sign in with this IdP before you set this.
error-dns = The DNS server is not responding, so the domain could not be checked. Wait a little and try again.

## An organisation

error-organisation-weak-sign-in = To do this, you need to sign in with two-factor authentication (or IdP authentication). Authenticate under “Security”.
error-organisation-oneself = You cannot do this to yourself. Ask another admin.
error-organisation-last-admin = This is the last admin, so it cannot be changed. Make another member an admin first.
error-organisation-member-gone = This member is no longer in the organisation.
error-organisation-member-already = The person with this email address is already a member.
error-organisation-invited-already = This email address has been invited already. If the invitation has not arrived, send it again from the list of invitations.
error-organisation-too-many-invitations = The limit of open invitations (200) has been reached. Withdraw invitations that are not used.
error-organisation-invitation-ended = This invitation has already been used or has been withdrawn.
error-organisation-just-mailed = It was sent less than 10 minutes ago, or the limit for one day (200 emails) has been reached. Have the emails that arrived checked, or try again later.
error-organisation-retention-too-short = Documents kept under Japan’s Electronic Books Preservation Act must be kept for at least { $least } years. Nothing was changed; choose { $least } or more.
error-organisation-own-in-use = This account has documents or members in another organisation, so it cannot join. Accept the invitation with a different email address.
error-too-many-templates = No more than 1,000 templates are possible. Delete templates that you do not use.
error-template-not-yours = Only the person who saved a template, or an admin of the organisation, can change or delete it.
error-too-many-exported = There are too many documents to export at once. Narrow them down to 500 or fewer.
