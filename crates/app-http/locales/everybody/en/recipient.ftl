# A recipient's path: from the mailed link to the answer.

## Signed in as somebody else

recipient-somebody-else = This document is for somebody else
recipient-sent-to = This document was sent to { $address }.
recipient-signed-in-as = You are signed in as { $address }, so it cannot be shown. Please switch to the account it was sent to.
recipient-switch-account = Switch account
recipient-nothing-to-do-with-me = If this does not concern you, please close this page.
