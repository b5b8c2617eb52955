# The organisation's settings and its members.

-team-security-settings = Security settings

## Both pages

team-settings-tab = Settings
team-members = Members

## The members

team-members-need-strong-sign-in = To invite or change members, sign in with two-factor authentication (or IdP authentication). { -team-security-settings }
team-members-counted = Members ({ $n })
team-you = (you)
team-has-factor = Two-factor authentication: set up
team-has-no-factor = Two-factor authentication: not set up
team-own-role-stays = You cannot change your own role. Ask another admin.
team-role = Role
team-role-of = Role of { $name }
team-change-role = Change
team-change-role-of = Change role of { $name }
team-reset-factor = Reset two-factor authentication
team-reset-factor-of = Reset two-factor authentication of { $name }
team-remove = Remove from organisation
team-remove-member = Remove from organisation: { $name }
team-role-changed = The role has been changed. The member will be told by email.
team-removed = The member has been removed from the organisation. You have taken over the documents that were not finished.
team-factor-reset = Two-factor authentication has been reset. The member will be told by email.

## The invitations

team-invited = Invited
team-invitation-until = Valid until { $at }
team-invitation-ended = This invitation has expired. Send it again to make it valid for another 10 days.
team-mail-again = Send again
team-mail-again-to = Send again to { $address }
team-withdraw = Withdraw
team-withdraw-from = Withdraw the invitation to { $address }
team-invite-heading = Invite a member
team-email = Email address
team-email-hint = We will email an invitation to this address. It is valid for 10 days.
team-invite = Invite
team-invitation-mailed = The invitation is on its way by email.
team-invitation-withdrawn = The invitation has been withdrawn.

## The roles

team-roles = Roles
team-help = More about organisations and members
team-what-members-do = Create and send documents of their own.
team-what-managers-do = Do what members do and, in addition, view everybody’s documents in the organisation under “Managed documents”. They cannot consent or change anything. Each view is recorded in the history, where the sender can see it.
team-managers-help = More about document managers
team-what-admins-do = Do what members do and, in addition, manage the organisation’s settings and members. They cannot view other people’s documents.

## Before a member is taken out

team-remove-heading = Remove a member from the organisation
team-remove-what-happens = { $person } ({ $address }) will be removed from the organisation. { $name } will be signed out at once and can no longer see the organisation’s documents.
team-remove-what-stays = You will take over the drafts and the documents awaiting consent. Concluded documents stay with the organisation.
team-back-without-removing = Back without removing

## Before a member's factor is removed

team-reset = Reset two-factor authentication
team-reset-heading = Reset two-factor authentication
team-reset-what-happens = The authenticator app and the backup codes of { $person } ({ $address }) will be deleted. This is for somebody who has lost their phone and cannot use a backup code either. Make sure, by phone or in person, that the request really comes from them.
team-reset-what-follows = They will be signed out on all devices and told by email. They then set up an authenticator app again under “Security”.
team-reset-what-is-held = If documents with an advanced authentication request are waiting for their answer, the senders will be told, and consent is not accepted until the sender has made sure who they are.
team-reset-now = Reset
team-back-without-resetting = Back without resetting

## The settings

team-settings = Organisation settings
team-settings-help = More about organisation settings
team-settings-need-strong-sign-in = To change the organisation’s settings, sign in with two-factor authentication (or IdP authentication). { -team-security-settings }
team-second-factor = Two-factor authentication of members
team-second-factor-required = Members who have not set it up do so the next time they sign in. Authentication at your company’s IdP counts too.
team-link-life = Validity of links (days)
team-link-life-hint = For how many days recipients can use their link: 1 to 60. Documents already sent are not affected.
team-step-up = Time until consent asks for authentication again (minutes)
team-step-up-hint = When this time has passed since the last authentication, consenting asks for an authentication code once more: 1 to 60 minutes.
team-time-zone = Time zone
team-time-zone-hint = Dates and times on pages and in emails are shown in this time zone.
team-request-languages = Advanced authentication request and recipients’ languages
team-request-japanese-only = Only for documents whose recipients all read Japanese
team-request-any-language = For documents in any language
team-completion = PDFs attached to emails about concluded documents
team-completion-ungated = Attach only if the document asks for no authentication
team-completion-ungated-hint = For documents with an advanced authentication request, only a link is sent.
team-completion-never = Do not attach (send only a link)
team-completion-always = Attach to every document
team-completion-always-hint = Anybody who can see the email can then read the concluded PDF without authentication.
team-save = Save
team-saved = The organisation’s settings have been saved.
