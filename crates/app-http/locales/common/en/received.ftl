# 受け取った書類: everything that a person received.

received = Received documents
received-what-this-is = The documents that were sent to you. You can open them here without looking for their emails.
received-back = To the received documents

## The tabs, and the states of a document

received-states = State
received-all = All
received-todo = Waiting for you
received-waiting = Waiting for others
received-concluded = Concluded
received-ended = Ended
received-sealing = Being concluded
received-held = Waiting for the sender
received-forwarded = Forwarded
received-reported = Reported as misdirected

## The search

received-search-text = Keywords
received-search-example = Title, sender, number
received-search = Search
received-search-clear = Clear the search
received-none-found = Nothing was found. Titles that are not shown are not searched.
received-none = No document has arrived yet. Documents sent to { $address } are listed here.
received-none-of-this-state = There is no document in this state.
received-next = Show more

## A line

received-untold = Document from “{ $organisation }”
received-from = Sender: { $organisation }, { $sender }
received-to = To: { $name }
received-reference = Reference number { $reference }
received-updated = Updated { $at }

## Why a title is not told

received-untold-strong = The title is shown after signing in with two factors or an IdP.
received-untold-idp = The title is shown after signing in with the IdP that the sender named.
received-untold-code = The title is shown after entering the access code.
received-untold-late = The title cannot be shown: your way to sign in was set up later than the sender allows. Ask the sender.
received-untold-ended = The document has ended, so its title can no longer be shown.
