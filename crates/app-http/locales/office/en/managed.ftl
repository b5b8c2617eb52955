# The organisation's documents, as document managers see them.

# Between two names.
managed-comma = { ", " }
# Between two facts.
managed-between = { " · " }

## The list

managed-what-this-is = These are the documents that members of your organisation have sent or received. When you view one, this is recorded in its history, where the sender can see it.
managed-help = More about document managers
managed-none-found = No documents match your search.
managed-none = No documents have this status. Drafts are shown only to the person who created them.
managed-received-from = Received: { $who }
managed-sent-to = Sent: { $sender } → { $recipients }
managed-contracted = Contract date { $date }
managed-advanced = Advanced authentication
managed-updated = Updated { $at }
managed-next = Next 50
managed-save-table = Save list as CSV
managed-save-files = Save PDFs as ZIP
managed-too-many = There are too many documents to save at once. Narrow the list down to at most 500 documents and 500 MB in total.

## A document

managed-back = Managed documents
managed-looking-as-manager = You are viewing this as a document manager. This is recorded in the document’s history, where the sender can see it. You cannot consent or change anything.
managed-recipients = Recipients
managed-own-recipients-only = For a document you received, only your organisation’s recipient is shown.
managed-files = Files
managed-sealed-pdf = Concluded PDF
managed-open-pdf = Open PDF
managed-file-pages = { $name } · { $pages ->
        [one] { $pages } page
       *[other] { $pages } pages
    }
managed-overview = Overview
managed-history = History

## What is known of a document, on its page and in the table

managed-contract-date = Contract date
managed-amount = Amount
managed-counterparty = Counterparty
managed-title = Title
managed-control-number = Control number
managed-status = Status
managed-direction = Sent or received
managed-received = Received
managed-sent = Sent
managed-sender = Sender
managed-sent-at = Sent at
managed-ended-at = Ended at
managed-advanced-request = Advanced authentication request
managed-is-requested = Set
managed-is-not-requested = Not set
managed-document-id = Document ID
