# A recipient's path: from the mailed link to the answer.

## Signed in to another account

recipient-wrong-account = This document is for somebody else
recipient-sent-to = This document was sent to { $address }.
recipient-signed-in-as = You are signed in as { $address }, so it cannot be shown. Please switch to the account it was sent to.
recipient-switch-account = Switch account
recipient-nothing-to-do-with-me = If this does not concern you, please close this page.

## On several pages

recipient-step = Step { $number }/4
recipient-step-name = { $number ->
    [1] Email check
    [2] Account
    [3] Two-factor authentication
   *[4] Review and consent
}
recipient-sign-in = Sign in
recipient-idp-sign-in = Sign in with IdP
recipient-only-by-idp = As the sender has specified, only people who sign in with their company account (IdP) at { $name } can open this document. A password or an authenticator app does not open it.
recipient-not-me = I am not this recipient
recipient-send-code = Send a confirmation code
recipient-name = Full name
recipient-email = Email address
recipient-withdraw-consent = Withdraw consent
recipient-decline = Decline this document
recipient-forward = Forward to somebody else
recipient-other-answers = Decline or forward
recipient-once-more = Some time has passed since you last authenticated, so please confirm once more that it is you.
recipient-pages = { $pages ->
    [one] { $pages } page
   *[other] { $pages } pages
}

## Where a mailed link leads

recipient-landing-title = Review a document
recipient-landing = You have received a document
recipient-sent-by = { $sender } of { $organisation } sent this document to { $address }.
recipient-first-time-by-idp = If this is your first time, you will next enter, once only, a confirmation code that reaches you by email.
recipient-no-company-account = If you have no company account or cannot sign in, contact your company’s IT staff or the sender.
recipient-about-idp = About signing in with a company account (IdP)
recipient-is-requested = The sender has set an advanced authentication request. You can view the document once we have confirmed that it is you.
recipient-is-demanded = The sender’s organisation requires an advanced authentication request. You can view the document once we have confirmed that it is you.
recipient-is-asked = The sender asks you to prove who you are (by two factors or your organisation’s IdP). You can view the document once we have confirmed that it is you.
recipient-enrolment-coded = This document opens only with a way to sign in (such as an authenticator app or a passkey) that was set up after entering the access code, or before the document was sent.
recipient-enrolment-before = This document opens only with a way to sign in (such as an authenticator app or a passkey) that was set up before it was sent. One that you set up now does not open it. If you have none, please contact the sender.
recipient-of-company = If you are with { $name }
recipient-by-company-account = You can continue with your company account (IdP). There is no need to set up an authenticator app.
recipient-without-company-account = Without a company account
recipient-plan-mailbox = Check your email address
recipient-plan-account = Create an account (or sign in)
recipient-plan-factor = Set up how you prove who you are (fingerprint, face or an authenticator app)
recipient-plan-answer = Review the document and agree
recipient-what-you-need = What you need: a device with fingerprint or face unlock, or an authenticator app (such as Google Authenticator). It takes about 3 minutes. { -recipient-steps-and-questions }
-recipient-steps-and-questions = Steps and common questions
recipient-mailbox-before-factor = Before you set up two-factor authentication, we confirm that you can receive email at the address the document was sent to. We send a confirmation code to it.
recipient-first-time = If this is your first time
recipient-code-goes-to-address = We will email a confirmation code to the address the document was sent to. Keep this page open and enter the code.
recipient-has-account = If you have an account
recipient-no-account-needed = Review the document, then agree or decline. You do not need an account.
recipient-open-document = Open the document

## A link that has ended

recipient-new-link = New link
recipient-see-your-mail = Check your email
recipient-new-link-sent = A new link has been sent to the address the document was sent to. Open the email when it arrives.
recipient-new-link-missing = If it does not arrive, look in your spam folder, then contact the sender of the document.
recipient-expired-link = This link cannot be used
recipient-why-expired = The link has expired, or a newer one has been sent. Open the link in the latest email, or ask for a new one.
recipient-send-new-link = Send a new link
recipient-where-new-link-goes = The new link goes only to the email address that the sender has entered.
recipient-why-unusable = The link has expired, a newer one has been sent, it was cut off on the way, or the document is finished. First open the link in the latest email.
recipient-unusable-offer = If that does not open, you can have a new link sent. If the document is waiting to be reviewed, it arrives at the email address that the sender has entered, and nowhere else.
recipient-unusable-asked = If the document is waiting to be reviewed, a new link will arrive at the recipient’s email address. Open that email. One link an hour is sent.
recipient-link-too-short = Most of the link is missing. Open the link in the email once more, and make sure that all of it is opened. If that does not help, ask the sender for a reminder.

## The first page, for visitors without an account

recipient-home = Wariin, electronic contracts
recipient-home-about = This is an electronic contract service: documents are sent, reviewed and agreed to here.
recipient-home-asked = You were asked to review a document
    .first = Open the link in the email you received. Documents cannot be opened from this page.
    .then = If the link does not open, check that none of it is missing. If you cannot find the email, look in your spam folder, then ask the sender of the document for a reminder.
    .help = Steps and questions for recipients
recipient-home-account = You have an account
    .about = Sign in to send documents, or to see again what you have received.

## Not the recipient

recipient-wrong-told = The sender has been told
recipient-wrong-told-text = We have told the sender that the recipient is wrong. This link does not open the document any more. There is nothing more for you to do.
recipient-wrong-text = We will tell the sender that the recipient is wrong, and this link will not open the document any more. The document will not be shown.
recipient-tell-wrong = Report a wrong recipient
recipient-not-me-word = not me
recipient-not-me-field = Confirmation
recipient-not-me-type = Type “{ $word }”
recipient-take-back = Take the report back
recipient-take-back-text = If this was a mistake, you can take it back. The link will work again.
recipient-back = Go back

## Access code

recipient-access-code = Access code
recipient-access-code-enter = Enter the access code
recipient-document-from = { $sender } of { $organisation } has sent you a document.
recipient-why-access-code = The sender has set an access code for this document. Enter it to go on to the next step. If you do not know it, ask { $sender }.
recipient-access-code-hint = The code that the sender has told you in another way, for example by phone.
recipient-access-code-help = About access codes
recipient-access-code-wrong = The access code is not correct. Enter it exactly as the sender told you.
recipient-next = Next

## Confirmation code

recipient-code-enter = Enter the confirmation code
recipient-why-code = This confirms that you can receive email at the address the document was sent to.
recipient-code-sent = We have sent a confirmation code to { $address }. Keep this page open and enter it here.
recipient-code-check = Confirm
recipient-code-missing = If it does not arrive, look in your spam folder too.
recipient-code-again = Send a new code

## Account

recipient-register = Create an account
recipient-why-register = Create an account of your own, so that it can be shown later, too, that it was you who agreed.
recipient-email-fixed = The address the document was sent to. It cannot be changed.
recipient-password = Password
recipient-create-account = Create account
recipient-register-by-password = Register with a password
recipient-registered = You already have an account
recipient-sign-in-to = Sign in to the account of { $address }.
recipient-forgot-password = If you have forgotten your password
recipient-may-set-password = Your email address is confirmed, so you can set a new password. Your two-factor authentication stays as it is, and you are signed out on other devices.
recipient-new-password = New password
recipient-set-password = Set a new password
recipient-other-person = This account belongs to another person who shares the address
recipient-own-address = Receive it at your own email address
recipient-own-address-why = If the account of { $address } belongs to another person who shares the address with you, you can agree by an account of your own instead.
recipient-own-address-not = Tell { $sender } the reference number below, and ask for the recipient to be corrected to your own email address. A new link is then sent to you there.

## The provider that the sender has named

recipient-idp-needed = IdP authentication is required
recipient-authenticate-at = Authenticate with your account at { $name }
recipient-cannot-sign-in-at = If you cannot sign in, ask the IT staff of { $name } or the sender of the document.

## A factor that was enrolled later than the sender accepts

recipient-late-title = This way to sign in does not open this document
recipient-late-without-code = The way to sign in that you used was set up after the document was sent, without entering the access code.
# $by (String) - who demands it
recipient-late-why-code = { $by } accepts only a way to sign in that was set up after entering the access code, or before sending. That way, a person who reads the email but does not know the access code cannot set one up and open the document.
recipient-late-after-sending = The way to sign in that you used was set up after the document was sent.
# $by (String) - who demands it
recipient-late-why-before = { $by } accepts only a way to sign in that was set up before sending. That way, a person who reads the email of the document cannot set one up and open it.
recipient-late-by-sender = The sender
recipient-late-by-organisation = The sender’s organisation
recipient-late-use-other = Another way to sign in opens it
recipient-late-use-this = Authenticate with one of these to open the document:
recipient-late-enrol-anew = Set up another way to sign in
recipient-late-enrol-now = Set up one more way to sign in. Afterwards, authenticate once more with the new one.
recipient-late-enrol = Set up a way to sign in
recipient-late-mailbox-first = First, we confirm that you receive the email of this recipient. We will email a confirmation code.
recipient-late-link-first = Open the link in the document’s email again in this browser, and go on from there.
recipient-late-ask-sender = Please contact the sender
# $organisation (String) - the sender's organisation
# $sender (String) - the sender
recipient-late-ask-sender-how = Tell { $sender } of { $organisation } the reference number below. The sender can cancel this document and send it again with other conditions, or ask you to set up a way to sign in before sending.
recipient-no-earlier-factor = This account has no second factor (authenticator app or passkey) yet. One that you set up now does not open this document.
recipient-factor-for-later = A second factor that you set up can be used for documents that are sent later.

## The document

recipient-sender = Sender: { $sender }, { $organisation }
recipient-sender-address = Sent by { $organisation }, { $address }
recipient-named-idp = Specified by the sender: only people authenticated with their company account (IdP) at { $name } can open this document.
recipient-withdrawn = You have withdrawn your consent. The sender will be told.
recipient-held = The way you authenticate has changed, so you cannot agree or forward until the sender has made sure that it is you. The sender has been told by email. If it is urgent, contact the sender directly.
recipient-held-by-sender = The sender is checking that it is really you. Until that is done, you cannot agree or forward. If it is urgent, contact the sender directly.
recipient-consent-held = You agreed on { $at }. The sender is checking that it was really you. Until that is done, the contract is not concluded. If it is urgent, contact the sender directly.
recipient-awaits-sender = The service was restored from a backup. Until the sender has confirmed this document, you cannot agree or forward. The sender has been told by email.
recipient-held-help = Learn more
recipient-answer-it = Review the document, then agree or decline.
recipient-codes-before = You have not saved backup codes yet, which you need if you lose your phone. You can also do this after you have agreed.
recipient-codes-after = Last, save your backup codes
recipient-codes-after-text = With them you can set up an authenticator app again if you lose or change your phone. Then you are done.
recipient-waiting = You agreed on { $at }. We will tell you by email once everyone has agreed. You may close this page.
recipient-sealing = Everyone has agreed. The electronic signature is being added.
recipient-refresh = Show the latest status
recipient-concluded = The contract is concluded. You can open and save the PDF with its electronic signature.
recipient-message = Message from the sender
recipient-concluded-pdf = Concluded PDF
recipient-certificate = Certificate of agreement
recipient-open-pdf = Open PDF
recipient-agree = I agree to this document

## Consent

recipient-consent-title = Confirm your consent
recipient-consent = Do you agree to this document?
recipient-digest = Digest of the file (SHA-256)
recipient-consent-anew = This page has been updated. Please read it again, then press the button to agree.
recipient-consent-by-idp = The sign-in page of { $name } (IdP, { $host }) confirms that it is you who agrees. The button takes you there, and your consent is complete once this is confirmed.
recipient-no-authenticator = If you cannot use your authenticator app: { -recipient-use-backup-code }
-recipient-use-backup-code = Use a backup code
recipient-no-idp = If you cannot use your company’s sign-in page: { -recipient-use-authenticator }
-recipient-use-authenticator = Authenticate with a code from your authenticator app
-recipient-finish = Agree and finish
recipient-agree-and-finish = { -recipient-finish }
recipient-return = Back
recipient-withdraw-help = About withdrawing consent
recipient-idp-consent-help = Why you sign in once more
recipient-idp-once-more = You need to authenticate with your IdP to agree. Press “{ -recipient-finish }” once more.
recipient-code-once-more = Some time has passed since you last authenticated. Enter an authentication code and agree once more.
recipient-back-to-consent = Back to your consent

## Declining

recipient-decline-title = Decline a document
recipient-declined = You have declined the document
recipient-declined-text = We have told the sender by email that you declined, and why. Nothing more happens with this document.
recipient-decline-text = If you decline “{ $title }”, the document is closed, and the other recipients can no longer agree either. This cannot be undone.
recipient-decline-reason = Reason for declining
recipient-decline-reason-hint = The sender will read it. Up to 1,000 characters.
recipient-decline-now = Decline
recipient-decline-not = Back without declining

## Forwarding

recipient-forward-title = Forward a document
recipient-forwarded = You have forwarded the document
recipient-forwarded-text = We will send { $to } an email asking for a review of “{ $title }”. You can no longer view this document. The sender will be told as well.
recipient-all-done = There is nothing more for you to do. You may close this page.
recipient-forward-confirm = Forward to this person?
recipient-forward-confirm-text = You hand the review of “{ $title }” and the consent over to { $to }. { -recipient-no-way-back } Check once more that the email address is right.
-recipient-no-way-back = You will no longer be able to view this document, and this cannot be undone.
recipient-forward-text = You hand the review of “{ $title }” and the consent over to somebody who acts in your place. Once you have forwarded it, { -recipient-no-longer-shown }. The sender will be told, and the history will show it.
-recipient-no-longer-shown = you can no longer view this document
recipient-forward-values = What you filled in is not handed over but removed; the new recipient fills it in again.
recipient-forward-gated = The person you forward it to will also need two-factor authentication (or IdP authentication) before viewing and agreeing.
recipient-forward-help = About forwarding
recipient-organisation = Company or organisation
recipient-forward-to = { $name } ({ $email })
recipient-forward-next = Continue
recipient-forward-now = Forward
recipient-forward-not = Back without forwarding
recipient-authenticate-again = Authenticate again

## Withdrawing consent

recipient-withdraw-title = Withdraw consent
recipient-withdraw-text = You withdraw your consent to “{ $title }”. The sender will be told. Afterwards you can still agree again, or decline.
recipient-withdraw-values = What you filled in is taken back too and disappears from the document. Where others agreed after you, their consent lapses and they will be asked again.
recipient-withdraw-record = Both the consent and its withdrawal stay in the history. Once everyone has agreed, consent can no longer be withdrawn.
recipient-withdraw-not = Back without withdrawing

## Asked to prepare before a document is sent

recipient-preflight = Please get ready for an electronic contract
recipient-preflight-from = { $sender } of { $organisation } is preparing to send a document for electronic signature to { $address }.
recipient-preflight-by = { $sender } of { $organisation } asks you to get ready for an electronic contract.
recipient-preflight-nothing-sent = No document has been sent yet. You will not be shown one or asked to agree to anything here.
recipient-preflight-asks = So that you can go straight to the document once it arrives, please do this first:
recipient-preflight-mailbox = Confirm your email address
recipient-preflight-factor = Set up two-factor authentication (an authenticator app or a passkey), or use it if you have it
recipient-preflight-by-idp = Sign in with your company account (IdP)
recipient-preflight-tell = Tell the sender that you are ready
recipient-preflight-proved = Your email address is confirmed. Please go on.
recipient-preflight-go-on = Go on
recipient-preflight-privacy = The sender learns only that you are ready: not whether you had an account, and not how you authenticate.
recipient-preflight-until = The link ends: { $until }
recipient-preflight-last = You are ready
recipient-preflight-last-text = Last, please let the sender know that you are ready.
recipient-preflight-say = Tell the sender that I am ready
recipient-preflight-done = You are ready. Please wait for the document.
recipient-preflight-done-text = The sender now knows that you are ready. You will get an email once the document is sent.
recipient-preflight-wrong = The sender is told that the address is wrong, and this link stops working.
recipient-preflight-wrong-told = The sender has been told that the address is wrong. There is nothing more for you to do.
recipient-deleted-from = The retention period of this document ends. It will be deleted from { $from } on. Download the files you need before that day.
