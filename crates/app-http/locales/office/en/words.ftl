# Words that only senders and managers meet.

## Where a recipient's turn stands

word-recipient-held = Action needed: { $why }. Check that it is really this person
word-recipient-restored = Action needed: waiting for your confirmation after a restore
word-recipient-not-sent = Not sent
word-recipient-waiting = Waiting for their turn
word-recipient-no-answer = No answer
word-recipient-link-ended = Action needed: the link has expired
word-recipient-reading = Reviewing (opened on { $at })
word-recipient-unopened = Not opened yet
word-recipient-queued = Email waiting to be sent
word-recipient-sent = Not opened yet (emailed { $at })
word-recipient-undelivered = Action needed: the email was not delivered ({ $why })
word-recipient-consented = Consented ({ $at })
word-recipient-declined = Declined ({ $at })
word-recipient-forwarded-to = Forwarded to { $to } ({ $at })
word-recipient-forwarded = Forwarded ({ $at })
word-recipient-wrong-recipient = Action needed: the person at this address says it is not for them

## How a consenting person was authenticated

word-assurance-idp = IdP authentication ({ $issuer })
word-assurance-named-idp = IdP authentication (named by the sender: { $issuer })
word-assurance-new = { $by } (authenticator app set up after sending, { $class }, { $at })
