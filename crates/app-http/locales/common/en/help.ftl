# Help: for recipients of a document, and for signing in at a company's identity provider. What it quotes in
# quotation marks are the labels of other pages.

## For recipients of a document

help-recipient = If you have received a document
help-search = Search the help
help-none-found = Nothing found. Try another word.
help-recipient-about = The link in the email opens a page that tells you who the sender is. If the document carries an advanced authentication request, you go on in this order.
help-step-email = { -help-step-email-name }: enter the 6-digit code that arrives at your email address, in the browser in which you opened the link.
-help-step-email-name = Confirmation code
help-step-account = { -help-step-account-name }: register your name and a password. If you already have an account, sign in.
-help-step-account-name = Account
help-step-factor = { -help-step-factor-name }: register an authenticator app and enter the 6-digit code it shows. You do not need this if you sign in with a company account (see { -help-by-company-account }).
-help-step-factor-name = Two-factor authentication
-help-by-company-account = Signing in with a company account
help-step-answer = { -help-step-answer-name }: read the document, then agree or decline.
-help-step-answer-name = Review and consent
help-app-question = What is an authenticator app?
help-app-answer = An app that shows a 6-digit number which changes every 30 seconds. Install one such as Google Authenticator, Microsoft Authenticator or 1Password on your phone or computer. Any of them will do.
help-wrong-code-question = It says that the code is wrong
help-wrong-code-answer = Wait until the number changes, then enter the new one. A code cannot be used twice. If this goes on, check that the clock of your device is right (set automatically).
help-lost-phone-question = I have lost my phone
help-lost-phone-answer = On the page that asks for the authentication code, choose “{ account-use-backup-code }” and enter one of the codes you saved at setup. You can then set up a new authenticator app. If documents are waiting for your answer at that time, we tell their senders, and your consent is not accepted until the sender has made sure that it is you.
help-no-backup-code-question = I do not have the backup codes either
help-no-backup-code-answer = If you use this service in a company or another organisation, ask an admin there to reset your two-factor authentication. Otherwise telephone the sender of the document, for example, and ask what to do. The sender can cancel the document and send it again to another address.
help-password-question = I have forgotten my password
help-password-answer = Under “Forgotten your password?” on the sign-in page you can have a link sent to you by email with which you set a new password. Or open the link in the email of a document and continue with “Send a confirmation code”. Once your email address is confirmed you can set a new password. Two-factor authentication is still required.
help-invalid-link-question = It says “This link cannot be used”
help-invalid-link-answer = The link is too old, or a newer one has been sent. If you see “Send a new link”, press it, and a new link goes to the email address of the recipient. If you have an account, you can also sign in and open the document under “{ received }”.
help-access-code-question = What is an access code?
help-access-code-answer = A code of at least 6 characters that the sender tells you by telephone or another way that is not email. You cannot continue until you enter it. If you do not know it, ask the sender. After several wrong codes we accept none for a while. The document is not lost.
help-forward-question = I want somebody else to deal with it
help-forward-answer = With “Forward to somebody else” on the page of the document you can hand it over to a person who reviews it and agrees in your place. That person has to go through the same authentication, and to enter the same access code if there is one. Once you have forwarded it, you can no longer see the document. Passing on the email or the link does not help: nobody else gets through the authentication.
help-fields-question = The document has fields to fill in
help-fields-answer = Press a box on the pages to open its field. What you fill in is saved at once and shown on the pages as it will be printed. The list under the pages does the same. Once all required fields are filled in, you can agree. Until you agree, no other person is shown what you filled in.
help-withdraw-question = I want to withdraw my consent
help-withdraw-answer = Until everybody has agreed, you can withdraw with “Withdraw consent” on the page of the document. We tell the sender, and both your consent and its withdrawal stay in the history.
help-unknown-document-question = I do not know why I have received this document
help-unknown-document-answer = On the page that the link opens, “I am not this recipient” lets the sender know. The contents of the document are not shown.
help-language-question = I would like to read the pages in another language
help-language-answer = At the bottom of the page you can choose Japanese, English, Simplified Chinese or Traditional Chinese. Where no languages are offered, the document is shown in Japanese only, as documents with an advanced authentication request usually are. On the pages of a document, dates and times are in the time zone that the sender’s organisation has chosen.

## Signing in with a company account

help-idp = { -help-by-company-account } (IdP authentication)
help-idp-about = You sign in at the service with which your employer manages accounts (such as Microsoft Entra ID, Google Workspace or Okta; it is called an IdP). Where you see “{ account-sign-in-by-idp }”, press it. You are taken to your company’s sign-in page, and back to this service once you have signed in. Your company password never reaches this service.
help-idp-code-question = I am asked for a confirmation code
help-idp-code-answer = At your first sign-in you enter a 6-digit code that arrives at your company email address, unless you have just confirmed your email through the link of a document. It makes sure that the company account and the account with this service belong to the same person. You will not need one the next time. If you have set up an authenticator app, you may be asked for its code too.
help-idp-registered-question = It says “This email address is already registered”
help-idp-registered-answer = You already have an account with a password. Sign in once with the password and press “{ account-link }” under “{ security }”. From then on you can sign in with your IdP.
help-idp-consent-question = When I agree, I have to sign in once more
help-idp-consent-answer = For a document with an advanced authentication request, your company’s sign-in page confirms that it is you at the very moment you agree. This is so even if you signed in just before.
help-idp-named-question = It says that only a company account opens the document
help-idp-named-answer = The sender has specified that only somebody who signs in with the IdP of the recipient’s company can open this document. A password or an authenticator app does not open it. If you cannot sign in, contact your company’s IT staff or the sender.
help-idp-unreachable-question = It says “Could not reach the sign-in page”
help-idp-unreachable-answer = There is a fault on the side of your company’s sign-in page. Wait a few minutes and try again. The document stays as it is.

## Pictures of the screens: what stands below each, and its text for readers who cannot see it

help-picture-landing = Step 1/4: the page that the link in the email opens. If it is your first time, press “{ recipient-send-code }”. (The pictures show the pages in Japanese.)
    .alt = The page that says a document has arrived: who sent it and to whom, the four steps, and the button “{ recipient-send-code }”.
help-picture-enrol = Step 3/4: the page on which you register an authenticator app. If you are reading it on your phone, press “{ account-open-app }”. The QR code and the key are replaced by a sample here.
    .alt = The page that sets up two-factor authentication: the button “{ account-open-app }”, the QR code, the setup key, and the field for the authentication code.
help-picture-consent = Step 4/4: the page of the document. Read the PDF, then press “{ recipient-agree }”.
    .alt = The page of a document: the pages of the contract, and at the bottom the button “{ recipient-agree }”.
