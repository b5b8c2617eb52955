# 新しい書類の送信: the steps from a file to a document that is sent.

## Every step

wizard-steps = Steps
wizard-new-document-named = New document: { $title }
wizard-step-prepare = Prepare document
wizard-step-recipients = Set recipients
wizard-step-fields = Set input fields
wizard-step-review = Review and send
wizard-next = Next
wizard-back = Back
wizard-save-draft = Save draft
wizard-change = Change
wizard-address-is-dead = The domain of this email address does not exist. Emails will not arrive.

## 01

wizard-pdf-files = PDF files
wizard-files-hint = Up to 20 MB each, 50 MB in total. You can choose several.
wizard-files-hint-again = Up to 20 MB each, 50 MB in total. You can choose several. Choosing again replaces them all.
wizard-file-facts = { $n ->
        [one] { $n } page
       *[other] { $n } pages
    } · { $size }
wizard-pdf-password = Password of the PDF
wizard-pdf-password-fold = Use a PDF with a password
wizard-pdf-password-hint = Only for a PDF that asks for a password when it is opened. It is used once and not kept.
wizard-confirm-file = Checked, use it
wizard-remove-file = Remove this file
wizard-confirm-heading = Please check before you use it
wizard-confirmed = Changes confirmed
wizard-changes-heading = What was done when it was taken in
wizard-taken = The files that were taken in
wizard-look-at-pages = Look at the pages
wizard-file-confirmed = The changes are confirmed. The file will be used.
wizard-file-removed = The file was removed.
wizard-files-unconfirmed = The changes to a file are not confirmed. Confirm them, or remove the file.
wizard-file-unconfirmed = The changes to “{ $name }” are not confirmed. At “01 Prepare document”, confirm them or remove the file.
wizard-to-files = Go to “01 Prepare document”
wizard-pick-files-again = Something you typed needs correcting, so please choose the PDF files once more.
wizard-title-hint = Left empty, it becomes the name of the PDF file.
wizard-starts-on = Contract start date
wizard-ends-on = Contract end date
wizard-amount-hint = Enter digits, in yen.
# $hint (String) - how it is typed
# $amount (String) - from which amount on
wizard-amount-rule = { $hint } By your organisation’s settings, documents of { $amount } or more, and those without an amount, carry the advanced authentication request.
wizard-template-had-request = The draft this template was made from had the advanced authentication request set. Templates do not include this setting: if you need it, set it in “02 Set recipients”.

## 02: the recipients

wizard-add-recipient = Add recipient
wizard-no-recipients = There are no recipients yet. Use “Add recipient” to enter them in the order in which they are to consent.
wizard-routing-order = The document is sent in this order, from the top. Each person receives it once the person before has consented.
wizard-move-up = Move { $name } up one place
wizard-edit = Edit
wizard-edit-this = Edit { $name }
wizard-remove = Delete
wizard-remove-this = Delete { $name }

## 02: 高度な認証リクエスト

wizard-request-is-set = Every recipient is asked for two-factor or IdP authentication.
wizard-request-explained = Asks every recipient for two-factor or IdP authentication before they view the document and consent. This makes it harder for others to impersonate them and raises the possibility that exclusivity (固有性, Act on Electronic Signatures art. 3) is recognised.
wizard-request-more = Learn more
wizard-options = Options
wizard-options-need-strong = Sign in with two-factor authentication (or IdP authentication) to use this.
wizard-set-request = Set advanced authentication request
wizard-undo-request = Cancel advanced authentication request
wizard-request-set = The advanced authentication request has been set.
wizard-request-undone = The advanced authentication request has been cancelled.
wizard-request-is-final = Recipients need an authenticator app (on a smartphone, for example) or a passkey. This setting cannot be removed once the document has been sent.

## 02: the people in copy

wizard-add-copy = Add person in copy
wizard-copies-explained = These people are told by email when the document is concluded. They are not asked to view it or to consent.
wizard-copies-explained-requested = These people are told by email when the document is concluded. They are not asked to view it or to consent. For a document with the advanced authentication request, its contents are not sent to them.
wizard-remove-copy = Delete { $name } from the people in copy
wizard-copy-dialog = Add person in copy

## 02: the dialogs

wizard-recipient-dialog = Edit recipient
wizard-name = Name
wizard-address = Email address
wizard-organisation = Company or organisation
wizard-access-code = Access code
wizard-access-code-hint = If you set one, it has to be entered before the document opens. 6–64 characters. Tell the recipient by phone or in some other way, not by email.
wizard-access-code-kept = An access code is set. Enter one only to change it.
wizard-access-code-remove = Remove the access code
wizard-access-code-help = About access codes (opens in a new tab)
wizard-more-settings = More settings (enrolment, IdP)
wizard-language = Language
wizard-own-idp = Only allow it to be opened after signing in with the IdP of the recipient’s company
wizard-own-idp-hint = Possible if the IdP of the recipient’s company (which authenticates its company accounts) is connected to this service.
wizard-enrolment = When the way to sign in was set up
wizard-enrolment-any = Accept it whenever it was set up
wizard-enrolment-any-hint = A reader of the mailbox can set it up after sending.
wizard-enrolment-coded = Accept only what was set up after entering the access code, or before sending
wizard-enrolment-coded-hint = A reader of the mailbox alone cannot set it up. Set an access code, and tell it by phone or in another way.
wizard-enrolment-before = Accept only what was set up before sending
wizard-enrolment-before-hint = Recipients who have not set it up yet cannot open the document.
wizard-request-by-policy = What the organisation’s settings demand cannot be removed by the sender.
wizard-own-idp-help = About specifying a company’s IdP (opens in a new tab)
wizard-save = Save
wizard-leave-dialog = Cancel

## 02: removing a recipient

wizard-removal-title = Delete recipient
wizard-removal = Delete recipient
wizard-removal-explained = { $name } ({ $address }) will be deleted from the recipients of “{ $title }”.
wizard-remove-now = Delete
wizard-back-without-removing = Back without deleting

## 04

wizard-document = Document
wizard-file-of-pages = { $file } ({ $n ->
        [one] { $n } page
       *[other] { $n } pages
    })
wizard-check-addresses = Are the recipients’ email addresses below correct? If one is wrong, somebody else receives the document.
wizard-check-own-idp = By your organisation’s settings, a recipient whose organisation has an identity provider here signs in there.
wizard-check-recipients-can = Can the recipients use two-factor authentication (an authenticator app or a passkey) or a company account (IdP)? Those who are new to it are guided step by step from the email they receive. { $steps }
wizard-recipients-steps = The recipient’s steps
wizard-message = Message
wizard-message-hint = A note to the recipients, up to 16,000 characters.
wizard-closed-to-mail = When a document asks for authentication or an access code, its message and title are not written in emails; only recipients who have passed see them. Nor is the PDF attached to the email about the conclusion (unless your organisation’s settings say so).
wizard-sending-is-final = When you send, { $name } receives an email. After that, neither the contents nor the recipients can be changed.
wizard-send = Send
wizard-save-as-template = Save as template
wizard-template-saved = The template has been saved.
wizard-template-saved-without-request = The template has been saved. The advanced authentication request is not saved in the template

## Signing in strongly, right where it is needed

wizard-offer = Verify yourself with two-factor authentication
wizard-offer-factor-for-request = You have not set up two-factor authentication yet. Once you have, you can use the advanced authentication request. If you do not need it, continue with “Next”. Your draft has been saved.
wizard-offer-factor-goes-on = You have not set up two-factor authentication yet. Once you have, you can continue here. Your draft has been saved.
wizard-offer-set-up-factor = Set up two-factor authentication
wizard-offer-has-idp = If your company uses an IdP: { $way }
wizard-offer-idp = Sign in with IdP
wizard-field-not-printable = The input field “{ $label }” cannot be printed as it is. { $why } Please make the field larger or change its contents in “03 Set input fields”.
wizard-own-fields-missing = Some of the fields that you fill in are empty. Fill them in before you send.

## 事前確認

wizard-preflight = Preparation
wizard-preflight-explained = Asks the recipients to confirm their addresses and to set up two-factor authentication before you send. They learn neither the title nor the contents of the document.
wizard-preflight-ask = Ask recipients to prepare
wizard-preflight-asked = The recipients were asked by email to prepare
wizard-preflight-all-ready = All recipients are ready.
wizard-preflight-ready = Ready
wizard-preflight-not-ready = Not ready yet
wizard-preflight-undelivered = Undelivered
wizard-preflight-not-me = Wrong recipient
wizard-preflight-undelivered-hint = Check the email address, correct it by “Edit”, and ask again.
