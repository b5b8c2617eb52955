# Accounts: what the owner sees and changes of the own account.

## The account page

profile = Account
profile-name = Name
profile-name-hint = Documents that were sent keep the name they were sent under.
profile-save = Save
profile-name-saved = Your name has been changed.
profile-language = Language
profile-language-hint = The language of pages and emails.

## The account page: another address

profile-change-address = Change the email address
profile-address-served-by-idp = This address is managed by your company’s identity provider (IdP). Ask your company’s administrator to change it.
profile-new-address = New email address
profile-new-address-hint = A confirmation code is sent to your present address and to the new one.
profile-address-what-happens = After the change all other devices are signed out, and both addresses are told. Documents that you have opened stay yours. Documents sent to your present address that you have not opened do not move to the new one: ask their senders to send them again.
profile-address-lost = If you no longer receive mail at your present address, it cannot be changed here. Ask an admin of your organisation to invite your new address as a member. When the admin removes your former account from the organisation, its unfinished documents go to the admin.
profile-send-codes = Send the codes
profile-type-codes = Enter the codes
profile-codes-sent = One code is sent to { $from } and another to { $to }. Enter both on this page within 10 minutes.
profile-present-code = Code sent to your present address
profile-new-code = Code sent to the new address
profile-codes-late = If a code does not arrive, check the spam folder and the address that you entered. An address that is already in use gets a notice instead of a code.
profile-give-up = Do not change it
profile-address-changed = Your email address has been changed. Both addresses are told, and all other devices have been signed out.
profile-codes-ended = The codes have expired or were replaced. Enter the new address again.
profile-fresh-sign-in-first = First confirm that it is you. You can then make the change for five minutes.

## The account page: the password

profile-present-password = Present password
profile-change-password = Change the password
profile-set-password = Set a password
profile-password-about = After the change all other devices are signed out, and you are told by email.
profile-password-unset = This account has no password.
profile-password-served-by-idp = Your company signs in with its identity provider (IdP) only, so there is no password.
profile-password-changed = Your password has been changed, and all other devices have been signed out.

## The account page: factors

profile-factor-last-used = Last used: { $at }
profile-factor-unused = Not used yet.
profile-rename-factor = Rename
profile-rename-named-factor = Rename { $name }
profile-factor-name = Name
profile-factor-renamed = The factor has been renamed.
profile-no-factor = Two-factor authentication is not set up.
profile-to-security = Add or remove factors

## The account page: sessions

profile-sessions = Signed-in devices
profile-sessions-about = Sign out any device that you do not know, then change your password.
profile-this-session = This browser
profile-session-device = { $browser } on { $system }
profile-session-unknown = Unknown device
profile-browser-other = Another browser
profile-system-other = another system
profile-session-began = Signed in: { $at }
profile-session-seen = Last used: { $at }
profile-session-place = Network: { $place }
profile-session-awaits-code = Waiting for the code (only the password was entered)
profile-end-session = Sign out
profile-end-named-session = Sign out { $device }
profile-end-others = Sign out all other devices
profile-session-ended = The device has been signed out.
profile-sessions-ended = All other devices have been signed out.
profile-session-gone = The list has changed. Look at it once more.

## What the account has consented to

profile-consents = Documents you consented to
profile-consents-about = The documents that this account consented to.
profile-consents-open = See the list
profile-consents-none = This account has consented to no document yet.
profile-consents-newer = Newer
profile-consents-older = Older
profile-back = Back to the account
