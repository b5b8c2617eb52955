# Emails. What people typed stands between quotation marks or as a quotation, never as words of the service.

## Around every email

email-greeting = Dear { $name },
email-brand = “{ $name }”
email-greeting-no-name = Hello,
email-footer = This email was sent automatically by Wariin, an electronic contract service.
    .address = Organisation: { $organisation }, { $address }
    .help = If you were not expecting it, see what to do
    .reply = A reply to this email goes to the sender of the document.
email-title-label = Title
email-message-label = Message from the sender
email-reference-label = Reference number
email-reason-label = Reason for declining (in the person’s own words)
email-forwarded-label = Forwarded to (as entered by that person)
email-undelivered-label = Not delivered to
email-label = { $label }:
email-action-instead = If the button does not open, open this address in your browser.
email-open-document = Open the document’s page
email-subject-of = [{ $organisation }] { $subject }
email-subject-about = { $subject } (reference { $reference })

## To a recipient whose turn has come

email-invitation = “{ $sender }” of “{ $organisation }” has sent you a document to review.
    .subject = A document is waiting for your review
email-invitation-link = Review the document
    .until = The link expires
email-invitation-advanced-auth = To view this document and agree to it, you need two-factor authentication (or IdP authentication). Have an authenticator app ready, such as Google Authenticator, or use a passkey of your device. The pages will guide you through the steps.
email-invitation-lapsed = A person who agreed before you has taken back the consent together with what was filled in. Your consent has therefore lapsed. The contents may change: please look through the document again, then agree or decline.
    .subject = [Your consent has lapsed] A document is waiting for your review
email-invitation-again = The link we sent you before no longer works. Use the link in this email.
    .subject = [Resent] A document is waiting for your review

## To a person who is invited to an organisation

email-member-invitation = “{ $by }” of “{ $organisation }” invites you to join as a member on this electronic contract service.
    .action = See the invitation and join
    .until = The invitation expires
    .subject = You are invited to join an organisation

## The newest published checkpoint, to admins

email-checkpoint = Here is the newest checkpoint of the audit log, the signed head of the log. Keep this email where the operator of the service cannot change it.
    .subject = Please keep: checkpoint of the audit log
    .events = Number of events
    .at = Published
    .note = With checkpoints that were kept, the command wariin audit verify --against finds out whether the history was rewritten. The attached file has the same content.

## A certificate that ends, to admins

email-certificate-ends = A certificate of this electronic contract service ends soon. Please make sure that its operator knows.
    .subject = Please act: a certificate of the service ends soon
    .which = Certificate
    .seal = The certificate of the electronic signatures: no document is sealed after its end
    .timestamp = The certificate of the timestamp authority: no document is sealed after its end, until the authority replaces it
    .tls = The certificate of the website: browsers refuse the pages after its end
    .until = Ends
    .note = The command wariin doctor says how many days are left. How to replace the certificate is described in the documentation (docs/operations/secrets.md).

## A stored file of a document is damaged, to admins

email-file-damaged = A stored file of this document is damaged or missing. Until it is restored, the document can be neither read nor agreed to nor sealed. Please make sure that the operator of the service knows.
    .subject = Please act: a file of a document is damaged
    .note = The command wariin files check names the file, and wariin files check --repair-from restores it from a backup. What waits goes on by itself afterwards.

## The code that proves the mailbox

email-mailbox-code = This is your code to confirm your email address.
    .note =
        Enter it on the page where you asked for it, in the same browser, by { $until }.
        Do not tell anyone this code. Neither the sender of the document nor this service will ever ask you for it.
    .subject = Your confirmation code

## A change of the address of an account

email-address-code-present = The email address of your account is to be changed to { $to }. This code confirms your present address. If you did not ask for it, do not enter the code, and change your password.
    .subject = Your code to change the email address
email-address-code-new = This code confirms that an account may change its email address to this one. If you did not ask for it, ignore this email.
email-address-code-note =
    Enter it on the page where the change was asked for, in the same browser, by { $until }.
    Do not tell anyone this code. This service will never ask you for it.
email-address-taken = An account asked to change its email address to this one. This address already has an account, so the change is not possible. If it was you, sign in to the account of this address. If not, ignore this email.
    .subject = About a change of email address

## The document is concluded

email-concluded = Everyone has consented. The document has been given its electronic signature and is concluded.
    .subject = A document has been concluded
email-concluded-attached = The concluded PDF and the certificate of agreement are attached to this email.
email-concluded-download = You can download the concluded PDF and the certificate of agreement from the page below.
    .action = Download the concluded PDF
email-concluded-in-copy = You receive this notice because you are in copy. For the contents of the document, ask the sender.

## The document is cancelled

email-cancelled =
    “{ $sender }” has cancelled the document that was sent to you.
    The link you received no longer opens it. There is nothing you need to do.
    .subject = A document has been cancelled
email-cancelled-consented = You had agreed to this document. It will not be concluded.

## To the former address of a recipient whose address the sender corrected

email-no-longer-asked =
    “{ $sender }” of “{ $organisation }” has corrected the address of a document that was sent to this mailbox.
    The link you received no longer works. There is nothing you need to do.
    .subject = You are no longer asked to see a document

## To those who had consented, when another recipient declined

email-declined-by-other =
    Another recipient has declined the document that “{ $sender }” of “{ $organisation }” sent to you. It will not be concluded.
    There is nothing you need to do.
    .subject = A document that you agreed to has been declined

## To the sender

email-declined = “{ $by }” has declined.
    .subject = A document has been declined
email-withdrawn =
    “{ $recipient }” has withdrawn the consent given before. The document is still awaiting consent.
    It will not be concluded unless “{ $recipient }” consents again; the document can also still be declined.
    .subject = Consent has been withdrawn
email-consent-held =
    “{ $recipient }” consented with a way to sign in that was set up after the document was sent. By the settings of your organisation, the consent is on hold until you have checked. The document is not concluded yet.

    Check with the person by some means other than email, such as by phone, then release the hold on the document’s page. If it was not them, ask for the consent again, or cancel the document.
    .subject = A consent is on hold: please check a recipient’s identity
email-deletion =
    This document will be deleted from { $on } on, because its retention period ends. Its files, its certificate of agreement and its evidence pack can no longer be taken out then.

    If you need them, download and keep them before that day.
    .subject = A document’s retention period is about to end
email-legal-hold =
    “{ $by }” of your organisation has placed a legal hold on this document, which you sent. It is not deleted when its retention period ends, until the hold is released.

    There is nothing you need to do. The reason is shown on the document’s page “Retention and corrections”.
    .subject = A legal hold was placed on a document
email-legal-hold-released =
    “{ $by }” of your organisation has released the legal hold on this document, which you sent. From now on your organisation’s retention period applies. You are told by email thirty days before a deletion.

    There is nothing you need to do. If you did not expect this, please ask the admins of your organisation.
    .subject = The legal hold on a document was released
email-held =
    About “{ $recipient }”: { $why }. Until you have checked that nobody is impersonating them, consent from “{ $recipient }” is not accepted.

    Check with the person by some means other than email, such as by phone, then accept them again on the document’s page. If it was not them, cancel the document.
    .subject = Please check a recipient’s identity
email-restored =
    The service was restored from a backup. Answers that came in after the backup, and a cancellation by you, are not known any more. Until you have confirmed the document, it cannot be read through its links, and no consent is accepted.

    If the document is still to be concluded, confirm it on its page; those whose turn it is are then mailed a new link. Otherwise cancel it there.
    .subject = Please confirm a document after a restore
email-forwarded = “{ $by }” has handed the review and consent over to somebody else.
    .note = The same authentication will be asked of the new recipient. If you do not know this person, cancel the document.
    .subject = A document has been forwarded
email-undelivered = The mail server of this person did not take our email ({ $why }).
    .note = Please check the address. If it is wrong, correct the recipient on the document’s page (not possible for people in copy, nor once the document has ended).
    .again = On the document’s page you can have the email about the conclusion sent again. If the address cannot be used, please pass on the concluded PDF by other means.
    .subject = An email could not be delivered
email-new-factor =
    The document for { $recipient } was opened with a way to sign in that was set up after you had sent the document. { $how }. It was set up on { $at }.
    Anyone who reads the emails of this address can set one up. Please ask the recipient by phone, or in another way than by email, whether it was them. If it was not, cancel the document.
    .subject = A document was opened with a way to sign in that was set up after sending
email-new-address =
    The document for { $recipient } was opened by an account that got this email address after you had sent the document. { $how }. Its way to sign in was set up on { $at }.
    Anyone who reads the emails of this address can make it the address of an account. Please ask the recipient by phone, or in another way than by email, whether it was them. If it was not, cancel the document.
    .subject = A document was opened by an account that got the address after sending
email-disputed =
    A reader of the mailbox of “{ $recipient }” reported that the account that consented to this document, or the way to sign in to it, was not set up by its owner.
    All recipients have consented to this document. The consent and the electronic signature are not undone.

    Please ask the recipient by phone, or in another way than by email. If it was not their consent, decide whether to send the document again.
    .subject = A consent to a document is disputed
email-report-taken-back =
    The person who received the email to { $recipient } has taken back the report that the recipient is wrong.
    The document goes on waiting for this recipient.
    .subject = A report of a wrong recipient was taken back
email-wrong-recipient =
    The person who received the email to “{ $recipient }” says that it was sent to the wrong person.
    The contents of the document were not shown. Check the recipient; if necessary, cancel the document and send it again.
    .subject = A recipient says the document is not for them

## To an account's owner

email-account-changed =
    { $change }

    If you did this yourself, there is nothing you need to do.
    If not, sign in at once, check your settings under “Security” and contact whoever operates the service.
    .action = Open the security settings
    .subject = Your account settings have changed
email-account-changed-report =
    { $change }

    If you did this yourself, there is nothing you need to do.

    If not, tell us with the link below by { $until }. You do not have to sign in. The account is then signed out everywhere, its password ends, and documents that wait for its consent are stopped.
    .action = Report that it was not you
email-account-reported =
    It was reported that you did not make a change to your account.
    The account has been signed out everywhere, and its password no longer works. Documents that waited for your consent are stopped, and their senders have been told. The authenticator app (two-factor authentication) stays as it is.

    To use the account, set a new password.
    .action = Set a new password
    .note = If a registered authenticator app or passkey is not yours, ask an administrator of your organisation or the operator of the service to reset it. Please check that no other person can read the emails of this address. If you reported a change of the email address, the account is disabled. Ask the operator of the service to enable it again.
    .subject = A change to your account was reported
email-change-registered = An account has been created with this email address.
    .subject = An account has been created
email-change-factor-enrolled = An authenticator app (two-factor authentication) has been set up for your account.
email-change-passkey-enrolled = A passkey (two-factor authentication) has been added to your account.
email-change-factor-removed = A way of two-factor authentication (an authenticator app or a passkey) has been removed from your account.
email-change-backup-code-used = A backup code of your account was used, which removed the authenticator apps and passkeys used until then.
email-change-backup-codes-replaced = New backup codes have been made for your account. The earlier ones no longer work.
email-change-password-reset = The password of your account has been reset.
email-change-password-changed = The password of your account was changed.
email-change-address-changed = The email address of your account was changed.
email-change-idp-linked = Your account has been linked to your company account (IdP).
email-change-idp-unlinked = Your account has been unlinked from your company account (IdP).
email-change-factor-reset = The two-factor authentication of your account has been reset by an administrator. Set it up again when you next sign in.
email-change-role-assigned = An admin of your organisation has changed your role.
email-change-organisation-left = An admin of your organisation has removed you from the organisation. You can still view the documents you have received.
email-change-account-disabled = The operator of the service has disabled your account. It cannot be signed in to. The documents you have sent go on.
email-change-account-enabled = The operator of the service has enabled your account again. You can sign in as before.
email-password-reset-by-visitor = A new password for your account was asked for on the sign-in page.
email-password-reset-by-admin = An administrator of your organisation has sent you a link to set a new password.
email-password-reset =
    { $why }
    Set it with the link below by { $until }. The link works once. If you have set up two-factor authentication, you will need an authentication code as well.
    .action = Set a new password
    .note = If you did not expect this, there is nothing you need to do. Your password stays as it is unless the link is used.
    .subject = Set a new password
email-no-password-to-reset =
    A new password for your account was asked for, but your organisation signs in with its company accounts (IdP) only. No password can be set.
    Please sign in with your company account on the page below.
    .action = Sign in with your company account
    .subject = How to sign in
email-foreign-account =
    Somebody signed in to another account tried to open a document that was sent to you. It was not shown.
    If this was not you, check whether your emails are being forwarded or the link has been shared.
    .subject = Access from another account

## To a recipient who is asked to prepare before a document is sent

email-preflight = “{ $sender }” of “{ $organisation }” is preparing to send a document for electronic signature to this email address. No document has been sent yet.
    .subject = Please get ready for an electronic contract
email-preflight-asks = Before it arrives, please confirm this email address and set up two-factor authentication (an authenticator app or a passkey). The pages show you each step.
email-preflight-link = Get ready
    .until = The link ends
email-preflight-not-me = If this is not for you, please tell the sender with “I am not this recipient” on the page behind the link.
