# The organisation's settings and its members.

-organisation-security-settings = Security settings

## Both pages

organisation-settings-tab = Settings
organisation-members = Members

## The members

organisation-members-need-strong-sign-in = To invite or change members, sign in with two-factor authentication (or IdP authentication). { -organisation-security-settings }
organisation-members-counted = Members ({ $n })
organisation-you = (you)
organisation-has-factor = Two-factor authentication: set up
organisation-has-no-factor = Two-factor authentication: not set up
organisation-own-role-stays = You cannot change your own role. Ask another admin.
organisation-role = Role
organisation-role-of = Role of { $name }
organisation-change-role = Change
organisation-change-role-of = Change role of { $name }
organisation-reset-factor = Reset two-factor authentication
organisation-reset-factor-of = Reset two-factor authentication of { $name }
organisation-remove = Remove from organisation
organisation-remove-member = Remove from organisation: { $name }
organisation-role-changed = The role has been changed. The member will be told by email.
organisation-removed = The member has been removed from the organisation. You have taken over the documents that were not finished.
organisation-factor-reset = Two-factor authentication has been reset. The member will be told by email.
organisation-reset-password = Send a password reset
organisation-reset-password-of = Send a password reset to { $name }
organisation-password-reset-mailed = The member will be sent a link to set a new password by email.
organisation-disabled = Disabled
organisation-takes-no-passwords = This member’s company signs in with its company accounts (IdP) only. No password can be set.
organisation-too-many-password-resets = Links have been sent to this member just now. A link can be sent 3 times an hour and 10 times a day.

## The invitations

organisation-invited = Invited
organisation-invitation-until = Valid until { $at }
organisation-invitation-ended = This invitation has expired. Send it again to make it valid for another 10 days.
organisation-mail-again = Send again
organisation-mail-again-to = Send again to { $address }
organisation-withdraw = Withdraw
organisation-withdraw-from = Withdraw the invitation to { $address }
organisation-invite-heading = Invite a member
organisation-email = Email address
organisation-email-hint = We will email an invitation to this address. It is valid for 10 days.
organisation-invite = Invite
organisation-invitation-mailed = The invitation is on its way by email.
organisation-invitation-withdrawn = The invitation has been withdrawn.

## The roles

organisation-roles = Roles
organisation-help = More about organisations and members
organisation-what-members-do = Create and send documents of their own.
organisation-what-managers-do = Do what members do and, in addition, view everybody’s documents in the organisation under “Managed documents”. They cannot consent or change anything. Each view is recorded in the history, where the sender can see it.
organisation-managers-help = More about document managers
organisation-what-admins-do = Do what members do and, in addition, manage the organisation’s settings and members. They cannot view other people’s documents.

## Before a member is taken out

organisation-remove-heading = Remove a member from the organisation
organisation-remove-what-happens = { $person } ({ $address }) will be removed from the organisation. { $name } will be signed out at once and can no longer see the organisation’s documents.
organisation-remove-what-stays = You will take over the drafts and the documents awaiting consent. Concluded documents stay with the organisation.
organisation-back-without-removing = Back without removing

## Before a member's factor is removed

organisation-reset = Reset two-factor authentication
organisation-reset-heading = Reset two-factor authentication
organisation-reset-what-happens = The authenticator app and the backup codes of { $person } ({ $address }) will be deleted. This is for somebody who has lost their phone and cannot use a backup code either. Make sure, by phone or in person, that the request really comes from them.
organisation-reset-what-follows = They will be signed out on all devices and told by email. They then set up an authenticator app again under “Security”.
organisation-reset-what-is-held = If documents with an advanced authentication request are waiting for their answer, the senders will be told, and consent is not accepted until the sender has made sure who they are.
organisation-reset-now = Reset
organisation-back-without-resetting = Back without resetting

organisation-reset-password-heading = Send a password reset
organisation-reset-password-what-happens = { $person } ({ $address }) will be sent a link to set a new password by email. The link works once, within 30 minutes. Members who have set up two-factor authentication enter an authentication code as well. Only the member receives the link.
organisation-mail-password-reset = Send the link
organisation-back-without-mailing = Back without sending

## The settings

organisation-settings = Organisation settings
organisation-settings-help = More about organisation settings
organisation-settings-need-strong-sign-in = To change the organisation’s settings, sign in with two-factor authentication (or IdP authentication). { -organisation-security-settings }
organisation-second-factor = Two-factor authentication of members
organisation-second-factor-required = Members who have not set it up do so the next time they sign in. Authentication at your company’s IdP counts too.
organisation-link-life = Validity of links (days)
organisation-link-life-hint = For how many days recipients can use their link: 1 to 60. Documents already sent are not affected.
organisation-step-up = Time until consent asks for authentication again (minutes)
organisation-step-up-hint = When this time has passed since the last authentication, consenting asks for an authentication code once more: 1 to 60 minutes.
organisation-time-zone = Time zone
organisation-time-zone-hint = Dates and times on pages and in emails are shown in this time zone.
organisation-request-languages = Advanced authentication request and recipients’ languages
organisation-request-japanese-only = Only for documents whose recipients all read Japanese
organisation-request-any-language = For documents in any language
organisation-completion = PDFs attached to emails about concluded documents
organisation-completion-ungated = Attach only if the document asks for no authentication
organisation-completion-ungated-hint = For documents with an advanced authentication request, only a link is sent.
organisation-completion-never = Do not attach (send only a link)
organisation-completion-always = Attach to every document
organisation-completion-always-hint = Anybody who can see the email can then read the concluded PDF without authentication.
organisation-seal-mark = A mark on concluded PDFs that they are electronically signed
organisation-seal-mark-shown = Show at the lower left of the first page
organisation-seal-mark-shown-hint = In small type, with the document’s id. PDF viewers open the signature’s details from there. PDFs that were signed before their upload do not show it.
organisation-seal-mark-hidden = Do not show
organisation-save = Save
organisation-saved = The organisation’s settings have been saved.

## Name, address, colour, logo

organisation-looks-tab = Name and logo
organisation-looks = Name, logo and stamp
organisation-looks-explained = This is shown in the emails to recipients, and on the pages where recipients look at a document.
organisation-name = Name of the organisation
organisation-name-hint = Documents that were sent keep the name of their time.
organisation-address = Address
organisation-address-hint = In one line. It stands with the name at the foot of emails and pages.
organisation-colour = Colour of buttons
organisation-colour-hint = For the buttons in emails and on recipients’ pages. Only colours on which white words can be read (a contrast of 4.5 to 1 or more).
organisation-colour-now = The colour now
organisation-colour-sample = Look at the document
organisation-sample = Sample
organisation-colour-malformed = Please give the colour as # and six hexadecimal digits, such as #0f3ba8.
organisation-colour-too-pale = The colour is too pale for white words. Please choose a darker one.
organisation-looks-saved = Name, address and colour were saved.
organisation-logo = Logo
organisation-logo-hint = A PNG (up to 1 MB, 2,000 pixels in width and height) or an SVG of shapes only. It is drawn anew as a PNG of at most 480 by 144 pixels, and shown on white on dark screens too.
organisation-logo-file = Image of the logo
organisation-logo-set = Set the logo
organisation-logo-replace = Replace the logo
organisation-logo-remove = Remove the logo
organisation-logo-saved = The logo was set.
organisation-logo-removed = The logo was removed.

## The stamp

organisation-stamp = Stamp
organisation-stamp-hint = A PNG with a transparent background (up to 1 MB, 2,000 pixels in width and height). It is printed in stamp fields that take the stamp of the organisation; without it the stamp is drawn from the name.
organisation-stamp-file = Image of the stamp
organisation-stamp-set = Set the stamp
organisation-stamp-replace = Replace the stamp
organisation-stamp-remove = Remove the stamp
organisation-stamp-saved = The stamp was set.
organisation-stamp-removed = The stamp was removed. What was stamped before keeps it.

## What is demanded of recipients

organisation-recipients-tab = Recipients’ authentication
organisation-recipients = Recipients’ authentication
organisation-recipients-explained = Senders cannot remove what is set here. Drafts follow the present settings; a document that was sent keeps those of its time.
organisation-policy-request = Documents that always carry the advanced authentication request
organisation-policy-all = All documents
organisation-policy-outside = Documents with a recipient outside the organisation
organisation-policy-outside-hint = Addresses of other domains than those below are outside. Without a domain, every recipient is outside.
organisation-policy-amount = Amount (JPY)
organisation-policy-amount-hint = Documents of this amount or more carry it, and those whose amount is not filled in. Leave it empty not to decide by amount.
organisation-policy-domains = Domains of the organisation
organisation-policy-domains-hint = What stands behind the “@” of the organisation’s addresses, one a line. Write subdomains separately.
organisation-policy-too-many-domains = There can be up to 50 domains.
organisation-policy-enrolment = When recipients who need strong authentication must have set it up
organisation-policy-own-idp = The identity provider of recipients who have to sign in strongly
organisation-policy-own-idp-demanded = Where the recipient’s own organisation has one here, the recipient signs in there and no other way
organisation-policy-own-idp-hint = Only where the domain of the recipient’s address belongs to an identity provider that is connected to this service. Other recipients use a second factor or an identity provider.
organisation-policy-new-factor = Consent with a way to sign in that was set up after sending
organisation-policy-mark = Accept it, marked
organisation-policy-mark-hint = The sender can hold it on the document’s page.
organisation-policy-hold = Hold it until the sender has checked and releases it
organisation-policy-hold-hint = The document is not concluded meanwhile.
organisation-policy-saved = The settings of recipients’ authentication have been saved.

## How long documents are kept

organisation-retention = Retention
organisation-retention-explained = How long the documents that this organisation sent are kept after they were concluded, cancelled or declined. Thirty days before the end, the sender and the recipients who can read a document are told by email; then it is deleted. Drafts and documents under way are never deleted.
organisation-retention-period = How long documents are kept
organisation-retention-forever = For ever
organisation-retention-for-years = For a number of years, and then deleted
organisation-retention-for-years-hint = Counted from the latest of the day on which the document ended, the contract date and the contract’s end.
organisation-retention-years = Number of years
organisation-retention-years-hint = A number from 1 to 100, where documents are kept for a number of years.
organisation-retention-duty = Records under Japan’s Electronic Books Preservation Act
organisation-retention-duty-none = Not stated
organisation-retention-duty-seven = Documents have to be kept for 7 years
organisation-retention-duty-ten = Documents have to be kept for 10 years (losses carried forward)
organisation-retention-duty-hint = The law counts from the day after the tax return was due; with a duty stated, documents are kept for one and a half years more than the number above. Where you shorten the period, documents beyond it are deleted thirty days after the announcement.
organisation-retention-saved = The retention period was saved.

## How long one document is kept

keeping-heading = Retention and corrections
keeping-period = Retention period
keeping-forever = Kept for ever.
keeping-years = Kept for { $years } years after its end.
keeping-until = Kept until { $until }.
keeping-announced = Will be deleted from { $from } on. Download the files you need before that day.
keeping-held = On legal hold since { $since }. It is not deleted until it is released.
keeping-hold-heading = Legal hold
keeping-hold-explained = Keeps the document from deletion when its retention period ends, for a lawsuit or an investigation. Recipients do not see the reason.
keeping-reason = Reason for the legal hold
keeping-reason-hint = Seen by the admins and document managers of the organisation, and by the sender.
keeping-hold = Place a legal hold
keeping-release = Release the legal hold
keeping-release-explained = Once released, a document beyond its retention period is deleted thirty days after the announcement.
keeping-release-needs-strong-sign-in = To release it, sign in with two-factor authentication (or IdP authentication). { -organisation-security-settings }
keeping-correction-heading = Correct the search fields
keeping-correction-explained = Corrects the fields that documents are searched by. The concluded PDF and the certificate of agreement do not change. What stood there before stays in the history.
keeping-correct = Correct
keeping-corrections = Corrections
keeping-was-held = The legal hold was placed.
keeping-was-released = The legal hold was released.
keeping-was-corrected = The search fields were corrected.
## Announced deletions and legal holds

kept-heading = Announced deletions and legal holds
kept-explained = The documents that this organisation sent whose deletion is announced, and those on legal hold. Admins may place and release a hold on every one of them. What a document says is not shown here.
kept-explained-own = The documents that you sent whose deletion is announced, and those on legal hold.
kept-lists = Lists
kept-announced-tab = Announced deletions
kept-held-tab = Legal holds
kept-none-announced = No deletion is announced. Documents are listed here thirty days before their retention period ends.
kept-none-held = No document is on legal hold.
kept-sender = Sender
kept-deleted-from = Deleted from { $on } on
kept-why = Announced { $at } (the retention period ends { $until })
kept-held-since = On hold since { $since }
kept-held-by = Placed by { $by }. Reason: { $reason }
kept-not-held = Neither announced nor on hold
kept-find = Find a document by its reference number
kept-find-example = such as 1234-5678
kept-find-button = Find
kept-none-found = There is no document with this number. The number is on the document’s page and in its emails. Drafts are not found.
kept-clear = Back to the list
kept-next = Next 20
kept-link = Announced deletions and legal holds

## When archive timestamps are renewed

organisation-seals-tab = Signature renewal
organisation-seals = Renewal of electronic signatures
organisation-seals-explained = The timestamps of concluded PDFs and certificates of agreement are renewed by themselves before they end: 90 days before, or when a quarter of their life is left. Here you see how many are due when. There is nothing to do.
organisation-seals-no-authority = This service has no timestamp authority. For signatures with a timestamp, the operator has to configure one.
organisation-seals-ended = The timestamps of some files have ended ({ $files }). Tell the operator of this service.
organisation-seals-now = Now
organisation-seals-due = Files that wait for their renewal
organisation-seals-unread = Files whose end is being looked up
organisation-seals-basic = Files without a timestamp
organisation-seals-basic-more = Senders can add a timestamp on the document’s page.
organisation-seals-last = Last renewal
organisation-seals-none = None yet
organisation-seals-failed = Last renewal that failed
organisation-seals-failed-more = It is tried again by itself. No file is lost by a failure.
organisation-seals-later = To come
organisation-seals-nothing = Nothing is due.
organisation-seals-when = When (UTC)
organisation-seals-count = Files
organisation-seals-month = { $year }-{ $month }
organisation-seals-year = { $year }
organisation-seals-files = { $files }
