# A sender's documents: the list, a document's page, and cancelling.

## Words of more than one page

documents-new = New document
documents-recipients = Recipients
documents-copies = People in copy
documents-title = Title
documents-files = Files
documents-counterparty = Counterparty
documents-contract-date = Contract date
documents-amount = Amount
documents-control-number = Control number
documents-advanced-auth = Advanced authentication request
documents-is-set = Set
documents-is-not-set = Not set
documents-has-access-code = Access code set
documents-named-idp = IdP required: { $idp }
documents-person = { $name }
documents-person-and-address = { $name } ({ $address })
# Between two names.
documents-comma = { ", " }

## The list

documents-strong-sign-in-needed = To use the advanced authentication request, you need to sign in with two-factor authentication (or IdP authentication). { $security }
documents-to-security = Security settings
documents-joined = You have joined the organisation.
documents-none-found = No documents match your search. { $clear }
documents-none-yet = There are no documents yet. Start with { $new }.
documents-none-of-this-status = No documents have this status.
documents-no-recipient-yet = No recipients yet
documents-advanced-auth-badge = Advanced authentication
documents-updated = Updated { $at }
documents-next-lines = Next 50

## The list's tabs

documents-status = Status
documents-tab-all = All
documents-tab-draft = Drafts
documents-tab-awaiting = Awaiting consent
documents-tab-concluded = Concluded
documents-tab-ended = Cancelled or declined

## The search

documents-search-text = Keyword
documents-search-text-example = Title, counterparty, recipient …
documents-search = Search
documents-search-more = More conditions
documents-search-date-from = Contract date (from)
documents-search-date-to = Contract date (to)
documents-search-amount-from = Amount (at least, in yen)
documents-search-amount-to = Amount (at most, in yen)
documents-search-order = Sort by
documents-order-updated = Last updated, newest first
documents-order-contract-date = Contract date, newest first
documents-order-amount = Amount, largest first
documents-search-wrong = Some conditions are wrong. Correct the marked fields and search again.
documents-search-date-order = The contract date (to) must be the same as the contract date (from) or later.
documents-search-amount-order = The greatest amount must be the same as the least amount or more.
documents-search-with-these = Search with these conditions
documents-search-clear = Clear conditions

## A document's page

documents-back-to-list = ‹ Back to documents
documents-sent = The document has been sent.
documents-reminded = A reminder has been sent by email. The earlier link no longer works.
documents-released = Consent can be given again.
documents-held = The consent is on hold. Check that it was really the recipient, then release the hold.
documents-asked-anew = A new link was emailed, and consent was asked for again.
documents-was-cancelled = The document has been cancelled.
documents-awaits-confirmation = Action needed: the service was restored from a backup. Answers and cancellations after the backup are not known. The links do not work, and no consent is accepted, until you confirm that this document is still to be concluded. Otherwise cancel it.
documents-confirm-restored = Go on with this document
documents-damaged = Action needed: a file of this document is missing or was changed where it is stored. Recipients cannot read or agree to it, and no seal is made. Ask the operator of this service to check and restore the files.
documents-undelivered-cure = Check the address. If it is wrong, correct the recipient.
documents-conclusion-cure = This person was not told of the conclusion. Send the email again once the reason is gone. If the address cannot be used, pass on the concluded PDF by other means and press “Told by other means”.
documents-conclusion-again = Send the email about the conclusion again
# $name (String) - the recipient
documents-conclusion-again-this = Send { $name } the email about the conclusion again
documents-conclusion-told = Told by other means
# $name (String) - the recipient
documents-conclusion-told-this = { $name } was told by other means
documents-conclusion-mailed = The email about the conclusion is sent again.
documents-conclusion-was-told = It is recorded that you told of the conclusion by other means.
documents-corrected = The recipient has been corrected.
documents-correct = Correct the recipient
documents-correct-this = Correct the recipient { $name }
documents-correct-explained = Correct name and address of a recipient who has not opened “{ $title }” yet. The document need not be cancelled.
documents-correct-link = With another address, the link that was sent stops working at once, and a recipient whose turn it is gets a new link at the new address.
documents-correct-told = The former address is told by email that nothing is asked there any more. What was proved or set up there does not count.
documents-correct-template = Where the document was begun from a template, the template keeps its recipient. Save the template anew before you use it again.
documents-correct-kept = Conditions such as the access code stay. The correction is kept in the history and on the certificate of agreement.
documents-correct-language = Your organisation asks recipients outside it for advanced authentication, which does not go with the language of this recipient ({ $language }). Cancel the document, and send a copy of it in which the language is Japanese.
documents-correct-now = Correct
documents-correct-not = Back without correcting
documents-duplicate = Copy into a new draft
documents-attention-badge = Action needed
documents-sealing = Everyone has consented. The electronic signature is being applied. { $refresh }
documents-refresh = Show the latest status
documents-authenticated = Authenticated
documents-proof = How this person was checked, in detail
documents-states-help = What these mean
documents-ask-otherwise = Check by phone or in some other way, not by email.
documents-held-help = Learn more
documents-release = I have confirmed that this is { $name }: accept their consent
documents-hold = Hold this consent
documents-hold-this = Hold this consent ({ $name })
documents-hold-explained = You can stop the conclusion until you have checked that the recipient set it up.
documents-release-hold = Release the hold
documents-release-this = Release the hold ({ $name })
documents-ask-anew = Ask for consent again
documents-ask-anew-this = Ask for consent again ({ $name })
documents-remind = Send a reminder
documents-remind-this = Send a reminder to { $name }
documents-remind-from = A reminder can be sent from { $at }
documents-concluded-pdf = Concluded PDF
documents-certificate = Certificate of agreement
documents-pages = { $n ->
        [one] { $n } page
       *[other] { $n } pages
    }
documents-name-and-pages = { $name } · { $n ->
        [one] { $n } page
       *[other] { $n } pages
    }
documents-id-tokens = Proof from the identity provider (JSON)
documents-id-tokens-explained = The IdP’s own record, electronically signed by it, of who gave consent. { $how }
documents-id-tokens-how = How to verify it
documents-passkeys = Record of consents by passkey (JSON)
documents-passkeys-explained = The electronic signatures that passkeys made over what was agreed to. They can be verified without this service.
documents-overview = Overview
documents-sent-at = Sent at
documents-id = Document ID
documents-history = History
documents-actor-operator = Operator
documents-actor-link-holder = Somebody who opened the link in the email
documents-back-to-document = Back to the document

## Cancelling

documents-cancel = Cancel document
documents-cancel-explained = “{ $title }” will be cancelled. The recipients can no longer view it, and the people below, who have already been sent an email, will be told of the cancellation. This cannot be undone.
documents-cancel-told = Who will be told
documents-back-without-cancelling = Back without cancelling

## The seal

documents-seal = Electronic signature
documents-seal-archived = Signed, with a timestamp. It can be verified even after its certificate has expired.
documents-seal-basic = Signed (without a timestamp)
documents-seal-format = Format: { $level }.
documents-raise = Add a timestamp
documents-raise-explained = It proves when it was added, not when the document was signed. The PDF is replaced by one with the timestamp; copies that were downloaded before can still be verified.
documents-raising = The timestamp will be added within a few minutes.
documents-seal-basic-more = For a third party to vouch for the time of the signature, a timestamp is needed. If you need one, ask the operator of this service.
