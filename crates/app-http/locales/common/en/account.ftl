# Accounts: signing in, security, the first account, invitations, and the mailbox of a trial.

## Signing in

account-sign-in = Sign in
account-sign-in-why = To make sure that the document is meant for you, sign in with the account of the email address it was sent to.
account-email = Email address
account-password = Password
account-first-time = Here for the first time?
account-start-with-email = Start by confirming your email address
account-sign-in-by-idp = Sign in with IdP
account-forgotten-password = Forgotten your password?
account-reset-about = Enter the email address of your account. You will be sent a link with which you can set a new password.
account-mail-reset = Send the link
account-reset-asked = Your request has been received.
account-reset-asked-about = If there is an account with this address, an email is on its way. The link works once, within 30 minutes. If nothing arrives, check your spam folder and the address that you entered. A link can be sent 3 times an hour and 10 times a day.
account-reset-help = About passwords
account-back-to-sign-in = Back to signing in
account-set-new-password = Set a new password
account-new-password = New password
account-new-password-about = You will be signed out on all devices. Your two-factor authentication stays as it is.
account-new-password-set = The new password has been set. Sign in with it.

## Signing in: the second factor

account-two-factor = Two-factor authentication
account-two-factor-why = The sender has set an advanced authentication request, so we check by the two-factor authentication that only you can use.
account-authenticate = Verify
account-factor-code = Authentication code
account-factor-code-hint = The 6 digits shown in your authenticator app (not the confirmation code that arrives by email).
account-factor-code-if-any = Only if you have set up two-factor authentication: the 6 digits shown in your authenticator app.
account-without-app = Cannot use your authenticator app?
account-use-backup-code = Use a backup code
account-backup-code = Backup code
account-backup-code-hint = One of the 16-character codes that were shown when you set up two-factor authentication.
account-backup-code-replaces = When you use a backup code, your present two-factor authentication (authenticator apps and passkeys) is removed and you go on to set it up anew.
account-use-app-code = Use a code from the authenticator app
account-use-factor = Use your authenticator app or passkey
account-without-factor = Cannot use your authenticator app or passkey?
account-by-app = Use an authenticator app
account-by-device = With this device (passkey)
account-sign-in-otherwise = Sign in to another account
account-wrong-code-help = If it says that the code is wrong
account-lost-phone-help = If you have lost your phone

## Signing in at an identity provider

account-idp-only = At this company, everybody signs in with a company account (IdP). Continue with the button below.
account-idp-address = Enter your company email address. You will be taken to your company’s sign-in page.
account-sign-in-by-password = Sign in with a password
account-about-idp = About signing in with an IdP
account-forward = On to your company’s sign-in page
account-forward-consent = Your company’s sign-in page (IdP) confirms that it is you who agrees. Once that is done, your consent is complete.
account-forward-sign-in = Sign in with your company account (IdP), and you will be brought back to this service.
account-forward-to = Going to: { $host }
account-forward-go = Go to the sign-in page
account-forward-by-hand = If nothing happens by itself, press the button.
account-sign-in-again = Sign in again
account-to-security = Go to the security settings
account-back-to-consent = Back to the consent page
account-unknown-check = unknown

## Signing in at an identity provider for the first time

account-confirm-email = Confirm your email address
account-confirm-email-why = This is your first sign-in, so we make sure that it is you. Enter on this page the confirmation code sent to { $address }. You will not need one the next time.
account-mailed-code = Confirmation code
account-mailed-code-hint = The 6 digits in the email. They are valid for 10 minutes.
account-own-factor-hint = The 6 digits shown in the authenticator app that is registered for this account.
account-confirm = Confirm
account-mail-late = If it does not arrive, check your spam folder. To have a new one sent,
account-sign-in-anew = start the sign-in again

## Security

account-app-why = The sender has set an advanced authentication request, so please set up two-factor authentication that only you can use.
account-factor-demanded = Your organisation requires signing in with two-factor authentication (or IdP authentication). Set it up or verify below to continue.
account-factor-on = On
account-factor-since = Set up on { $at }.
account-backup-codes-left = Backup codes left: { $left }
account-backup-codes-missing = Your backup codes have not been saved yet. You need them to set up an authenticator app again if you lose your phone.
account-backup-codes-show = Show backup codes
account-backup-codes-anew = Replace the backup codes
account-backup-codes-anew-about = Your present backup codes will no longer be accepted.
account-backup-codes-kept = Your backup codes are saved.
account-type-factor-code = Enter an authentication code
account-remove-factor = Remove two-factor authentication
account-factor-for-document = To see the document, you need to set up two-factor authentication. In addition to your password, a 6-digit code from an authenticator app confirms that it is you.
account-factor-for-work = In addition to your password, a 6-digit code from an authenticator app confirms that it is you. You need it to set and send advanced authentication requests, and to agree to documents that carry one.
account-app-examples = Authenticator apps are, for example, Google Authenticator, Microsoft Authenticator and 1Password.
account-app-help = About authenticator apps
account-set-up-factor = Set up two-factor authentication
account-factor-app = Authenticator app
account-factor-name = Name of the authenticator app
account-factor-name-hint = A name by which you tell it apart, such as “phone” or “office PC” (optional).
account-add-factor = Add an authenticator app
account-add-factor-about = Codes of every app you add, for example on a second phone, can be used to sign in and to agree. Your backup codes stay as they are.
account-passkey = Passkey
account-passkey-sign-in = Sign in with a passkey
account-passkey-verify = Verify with a passkey
account-passkey-remove = Verify with a passkey and remove
account-passkey-consent = Verify with a passkey and agree
account-passkey-register = Register with a passkey
account-passkey-forward = Verify with a passkey and forward
account-passkey-new-password = Verify with a passkey and set it
account-passkey-add = Add a passkey
account-passkey-about = You verify by the screen lock of your device: fingerprint, face or PIN. No app and no code is needed.
account-passkey-name = Name of the passkey
account-passkey-name-hint = A name by which you tell it apart, such as “phone” or “office PC” (optional).
account-passkey-name-missing = Enter your name.
account-passkey-cancelled = The passkey was not used. Try again, or use another way.
account-passkey-unsupported = This browser or device cannot use passkeys here. Please use another way.
account-passkey-failed = The passkey could not be verified. Check your connection and try again.
account-passkey-again = Try again
account-passkey-script = To use a passkey, turn JavaScript on in your browser.
account-remove-one-factor = Remove
account-factor-added = The authenticator app has been added.
account-company-account = Company account (IdP)
account-linked = Linked
account-linked-since = Linked to the IdP of { $idp } on { $at }.
account-unlink = Remove the link to the IdP
account-link-about = You can sign in with your company account of { $idp } as well. It can also take the place of an authenticator app.
account-link = Link your IdP
account-connections = Your company’s IdP connection (for admins)
account-connections-about = Connect the identity provider of your company or organisation (such as Microsoft Entra ID), and your members and the recipients of documents can sign in with it.
account-connections-open = IdP connection settings
account-factor-enabled = Two-factor authentication is on.
account-factor-removed = Two-factor authentication has been removed.
account-now-linked = Your IdP is linked. From now on you can sign in with it.
account-factor-replaced = Your backup code was accepted and the earlier two-factor authentication has been removed. Now set up a new authenticator app.

## Security: an authenticator is enrolled

account-enrolment = Set up two-factor authentication
account-register-app = Register in your authenticator app
account-no-app-yet = If you have no authenticator app, install one first (such as Google Authenticator; { -account-what-is-an-app }).
-account-what-is-an-app = what is an authenticator app?
account-scan = Scan the QR code with the authenticator app on another device.
account-qr-code = QR code for the authenticator app
account-open-app = Open in an authenticator app on this device
account-other-device = Use an authenticator app on another device
account-setup-key = Setup key
account-setup-key-about = If it cannot be scanned, choose “Enter a key” in the authenticator app and type these characters.
account-type-shown-code = Enter the code it shows
account-enable = Turn on
account-copy = Copy
account-copied = Copied

## Security: the backup codes are shown

account-backup-codes = Backup codes
account-backup-codes-about = With these codes you can set up an authenticator app again if you lose your phone. { -account-shown-once } Print them, or save them in a password manager or the like.
-account-shown-once = They are shown only this once.
account-backup-codes-saved = I have saved the backup codes
account-done = Done
account-save-as-file = Save as a file
account-print = Print
account-backup-codes-file = Backup codes for Wariin ({ $email })
account-save-backup-codes-first = Before you continue, save the codes and tick “{ account-backup-codes-saved }”.

## Security: taken away again

account-remove-factor-about = Without it you sign in with a password alone, and you can no longer set or send advanced authentication requests or agree to documents that carry one. You are signed out on all other devices.
account-remove-one-of-factors-about = Once removed, this way can no longer be used to sign in or to agree. Your other ways stay as they are. Confirm that it is you by a way that you can use now.
account-remove-named-factor = Remove “{ $name }”
account-keep-factor = Go back without removing it
account-unlinking = Remove the link to the IdP
account-unlink-question = Remove the link to the IdP?
account-unlink-about = You will no longer be able to sign in with the IdP. You are signed out on all devices, so sign in again with your password or a passkey.
account-keep-link = Keep the link

## The first account

account-setup = Getting started
account-setup-about = This creates the first organisation on this server, and your account.
account-organisation = Organisation name
account-organisation-hint = The name of your company or association. Documents show it as the organisation they come from.
account-name = Full name
account-new-password-hint = At least 12 characters, of any kind.
account-setup-token = Setup token
account-setup-token-hint = You find it in the log that the server writes when it starts.
account-setup-token-wrong = This is not the setup token. Check the log that the server wrote when it started.
account-create = Create account

## Invited to an organisation

account-invitation = Invitation to an organisation
account-invitation-about = { $organisation } invites { $address } to join in the role of { $role }. Wariin is an electronic contract service for sending contracts and obtaining consent to them.
account-invitation-wrong-account = You are signed in with another account ({ $address }). If you are the person invited, sign out before you continue.
account-invitation-code-about = We will send a confirmation code to the invited email address. Enter it on the next page.
account-send-code = Send a confirmation code
account-nothing-to-do-with-me = If this does not concern you, simply close this page.
account-joining = Join an organisation
account-joining-about = You are joining { $organisation }. Enter the confirmation code sent to { $address }. { $is_new ->
    [true] The name and the password become the account with which you sign in from now on.
   *[false] {""}
}
account-error-and-password = { $error } Enter your password again too.
account-join = Join
account-join-mail-late = If the email does not arrive, check your spam folder. { -account-send-code-again }
-account-send-code-again = Send a new confirmation code

## The mailbox of a trial

account-mailbox = Mailbox
account-mailbox-about = No mail server (WARIIN_SMTP_URL) is set, so the emails that would be sent are kept on this server and shown here. Do not use it in production. This page opens on this computer only. To try things out as a recipient, open the link in another browser or in a private window.
account-mailbox-empty = There are no emails yet.
account-mail-to = To: { $address }

## A change that the owner of the account did not make

account-report = Report a change that was not you
account-report-about = The following happened to your account. If it was not you, report it on this page.
account-report-effect-sign-in = The account is signed out everywhere, and its password ends.
account-report-effect-documents = Documents that wait for its consent are stopped, and their senders are told. A consent given after the change is taken back unless all have agreed.
account-report-effect-disabled = The account is disabled. Until the operator of the service has made sure whose it is and enables it, it cannot be signed in to, by either address.
account-report-effect-factor = The authenticator app (two-factor authentication) stays as it is.
account-report-own = If it was you, close this page. There is nothing you need to do.
account-report-send = Report that it was not me
account-report-before = This change was reported before
account-report-before-about = Reporting it again changes nothing about the account, also where it has been enabled again since. If another change was not yours, report it by the link in the email about that change.
account-report-done = Thank you, the report has come in
account-report-done-about = The account has been signed out everywhere, and its password no longer works. Documents that waited for its consent are stopped, and their senders have been told.
account-report-next = What to do now
account-report-next-mailbox = Check that no other person can read the emails of this address, and change the password of your mailbox.
account-report-next-password = If you use the account, set a new password.
account-report-next-factor = If the authenticator app is not yours, you cannot set a new password. Ask an administrator of your organisation or the operator of the service to reset it.
account-report-next-disabled = If you reported a change of the email address, the account is disabled. Ask the operator of the service to enable it again.
account-report-next-sender = To go on with a document, contact its sender in another way than by email. The sender can accept your consent again, or send the document to another address.
