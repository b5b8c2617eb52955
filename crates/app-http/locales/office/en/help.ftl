# Help: for senders, and for those who manage an organisation. What it quotes in quotation marks are the
# labels of other pages.

## The advanced authentication request

help-request = What is an advanced authentication request?
help-request-about = When the sender sets it, every recipient goes through two-factor authentication or IdP authentication before seeing the document and agreeing to it. It makes it harder for somebody else to agree in a recipient’s name, and raises the possibility that exclusivity (固有性) under article 3 of the Act on Electronic Signatures is recognised. It does not guarantee the effect of the contract itself.
help-set-request-question = How do I set it?
help-set-request-answer = In “02 Set recipients”, press “Options” under “Advanced authentication request” and choose “Set advanced authentication request”. “04 Review and send” shows whether it is set. Until you send the document, you can undo it in the same place.
help-request-needs-question = What setting and sending it takes
help-request-needs-answer = The sender too has to be signed in with two-factor authentication (or IdP authentication), both when setting it and when sending. Once the document is sent, nobody can take the setting away. To start over, cancel the document itself and send it again.
help-without-request-question = Is a contract void without it?
help-without-request-answer = No. A contract does not become void because this was not set. Setting it lets you show with more certainty that the person has agreed.
help-exclusions-question = Is there anything it cannot be used with?
help-copies-question = Do people in copy have to authenticate as well?
help-copies-answer = No. People in copy only get an email saying that the document has been concluded. They are not asked to read it or to agree. For a document with an advanced authentication request, neither its title nor its contents are sent to them.
help-states-question = How far have the recipients got?
help-states-answer = “Recipients” on the page of the document shows where each of them stands. “Waiting for their turn”: somebody before them has not consented yet. “Email waiting to be sent”: the mail server has not taken the email yet (it is tried again by itself). “Not opened yet”: the email was sent, but the document has not been opened. “Reviewing”: the document has been opened. If it says “Action needed”, read what follows.

## Sending

help-held-question = It says “Action needed: … Check that it is really this person”
help-held-answer = After you sent the document, the recipient’s two-factor authentication was set up anew, with a backup code for example. Another person may be impersonating the recipient, so consent is not accepted for now. Make sure with the recipient by telephone or another way that is not email, then press the button with “accept their consent”. If a recipient consented with a way to sign in that was set up after sending, “Hold this consent” stops the conclusion (your organisation can also have such consents held automatically). Once you have checked, choose “Release the hold”; if it was not the recipient, “Ask for consent again”, or cancel the document.
help-reminder-question = The recipient has not seen the document yet
help-reminder-answer = With “Send a reminder” on the page of the document you can email a new link. Earlier links stop working. You have to wait an hour after the last link was sent.
help-was-forwarded-question = A recipient has forwarded the document
help-was-forwarded-answer = You are told by email, and “Recipients” and “History” on the page of the document show to whom it went. That person is asked for the same authentication, and for the access code if there is one. If that is not the person who should consent, use “Cancel document” and send it again.
help-set-access-code-question = How do I set an access code?
help-set-access-code-answer = Fill in “Access code” when you add or edit a recipient, and tell it to the recipient by telephone or another way that is not email. The recipient enters it before opening the document. It can be used together with an advanced authentication request. Once set, the code is shown neither on a page nor in an email.
help-preflight-question = How do I let recipients get ready before I send?
help-preflight-answer = “Ask recipients to prepare” in “02 Set recipients” asks them by email to confirm their addresses and to set up two-factor authentication. They learn neither the title nor the contents of the document. “Ready” is shown once a recipient has confirmed by email, has used two-factor or IdP authentication and has said to be ready; until then, also those who already have an account are “Not ready yet”. For “Undelivered” and “Wrong recipient”, correct the address and ask again. To keep out a person who can only read the mailbox, set an access code too.
help-template-question = How do I send the same document again and again?
help-template-answer = “Save as template” in “04 Review and send” saves the files, recipients, people in copy and message. From then on, make documents from “{ templates }”. The advanced authentication request and access codes are not saved; set them for each document.
help-name-idp-question = How do I specify the IdP of the recipient’s company?
help-name-idp-answer = When you add the recipient, choose “Only allow it to be opened after signing in with the IdP of the recipient’s company”. You can do so if the domain of the recipient’s email address is verified in the IdP connection of that company. A recipient for whom it is specified cannot open the document in any other way.

## The proof from the identity provider (ID token evidence)

help-id-token-short = Proof from the identity provider
help-id-token = { help-id-token-short } (electronically signed by the IdP)
help-id-token-about = When somebody with IdP authentication agrees to a document that carries an advanced authentication request, a proof from the identity provider (ID token), electronically signed by the IdP, is kept. A value in it (nonce) is computed from the document, the recipient and the act of consent. So anybody can later compute again that “this IdP authenticated this person for consent to this document”.
help-id-token-download = Download “Proof from the identity provider (JSON)” on the page of the document.
help-id-token-verify = On a computer that has this service’s program, run { -help-verify-command }. It needs no connection to the internet.
-help-verify-command = wariin idp verify-id-token FILE
help-id-token-outcome = If all is correct, it says how many there are. If a signature, a nonce, or the value of the document’s files, the recipient or the act of consent does not match, it says which proof it is and what does not match.
help-id-token-key = That the public key (key) in the proof belongs to the IdP is confirmed by comparing it with the keys that the IdP publishes. IdPs usually replace their keys every few months.

## Organisation and members

help-organisation-short = Organisation and members
help-organisation = { help-organisation-short } (for the admins of an organisation)
help-organisation-about = Under “{ organisation }”, “Members”, enter an email address to invite somebody. The person opens the page in the email and joins by entering the confirmation code that arrives at the same email address. Knowing the page of the invitation is not enough to join.
help-roles-question = Which roles are there?
help-roles-answer = There are three: member, document manager and admin. Members make and send documents of their own. Document managers can also read the organisation’s documents. Admins also manage the settings and members of the organisation but cannot read the documents of others. Nobody can change their own role.
help-manager-question = What can document managers do?
help-manager-answer = Under “{ managed-documents }” they can search and read all documents that anybody in the organisation has sent or received, and save the list as CSV and the PDFs as ZIP. They are not asked for two-factor authentication, but can neither consent nor change anything. Each time they read a document it is noted in its history, where the sender sees it. Drafts of others are not shown. Received documents appear once the recipient has gone through the authentication.
help-members-phone-question = A member has lost their phone
help-members-phone-answer = First check whether the person can use a backup code. If not, make sure by telephone or in person that it is really them, then press “Reset two-factor authentication” under “Members”. The senders of documents that wait for the person’s answer are told as well.
help-member-left-question = A member has left the company
help-member-left-answer = Press “Remove from organisation” under “Members”: the person is signed out at once and no longer sees the documents that the organisation has sent. Drafts and documents awaiting consent pass to the admin who does this. Documents that the person agreed to as an individual remain theirs.

## The organisation's settings

help-settings-short = Organisation settings
help-settings = { help-settings-short } (for the admins of an organisation)
help-settings-about = Under “{ organisation }”, “Settings”, you decide whether members must use two-factor authentication, how long links to recipients are valid, after how long consent asks for authentication again, the time zone, the languages in which an advanced authentication request can be used, and whether PDFs are attached to emails about concluded documents. To change them, you have to be signed in with two-factor authentication (or IdP authentication).
help-time-zone-question = How do I change the time zone or the language?
help-time-zone-answer = Dates and times on pages and in emails are in the “Time zone” of the organisation settings, also for recipients of your organisation’s documents. You choose the language of your own pages at the bottom of the page. The language of a recipient’s pages and emails is the “Language” you set when you add or edit the recipient. An advanced authentication request can be set where the language of every recipient is Japanese; to use it with other languages too, change this in the organisation settings.

## Connecting an identity provider

help-connect-short = Connecting an IdP
help-connect = { help-connect-short } (for the admins of an organisation)
help-connect-about = Under “Security”, “IdP connection settings”, add an IdP that supports OpenID Connect.
help-connect-register = { -help-connect-register-name }: register this service as a web application on the IdP’s admin pages, and enter here the issuer, client ID and client secret that the IdP shows. Register the redirect URI, which appears once you have added the IdP, at the IdP.
-help-connect-register-name = Register
help-connect-domain = { -help-connect-domain-name }: add the domain of your company’s email, put the TXT record shown into your DNS, and verify it.
-help-connect-domain-name = Domain
help-connect-test = { -help-connect-test-name }: press “Test connection”, actually sign in, and check what the IdP has returned.
-help-connect-test-name = Test
help-connect-enable = { -help-connect-enable-name }: you can switch the connection on once the test has confirmed two-factor authentication, the time of authentication (auth_time) and a company email address (email).
-help-connect-enable-name = Switch on
help-entra = The issuer is { -help-entra-issuer }; { $common } and { $organizations } cannot be used. For two-factor authentication, enter an “authentication context” of Conditional Access (such as { $context }) as the value of “By the authentication strength (acr)”. Assign to that context a policy that demands multifactor authentication. Under “Token configuration”, add { $auth_time } and { $email }.
-help-entra-issuer = https://login.microsoftonline.com/(tenant ID)/v2.0
help-google = The issuer is { $issuer }, and the claim that tells organisations apart is { -help-google-claim }. Google does not usually return the time and method of authentication. Set “How two-factor authentication is verified” to “Do not verify” (choose this only if you enforce 2-Step Verification for everybody). It can be used to sign in, but whoever agrees to documents with an advanced authentication request needs an authenticator app as well.
-help-google-claim = hd=(company domain)
help-okta = The issuer is { -help-okta-issuer } (such as { $example }). For two-factor authentication, choose “By the authentication methods (amr)” with the value { $value }.
-help-okta-issuer = https://(company domain)
help-keycloak = The issuer is { -help-keycloak-issuer }. Turn “Client authentication” on. Two-factor authentication is verified by the { $acr } of step-up authentication, or by the { $amr } of an AMR mapper. If it has an internal address, the operator of the server has to permit it.
-help-keycloak-issuer = https://(host name)/realms/(realm name)
help-connect-more = What goes where on the pages of each IdP is described in detail in the document that comes with this service ({ $file }, in Japanese).

## 入力項目

help-uploads-question = It says “Please check before you use it” beside a PDF
help-uploads-answer = Where a PDF cannot become a contract as it is, attachments, links to other files, encryption and restrictions are removed, or forms without an appearance are drawn. What was done stands below the file at “01 Prepare document”. Where it matters to the contract, the document cannot be sent until you have checked the pages and the list and pressed “Checked, use it”. If you need the contents as they were, press “Remove this file” and make the PDF anew. Your confirmation is kept in the history of the document.
help-uploads-password = For a PDF that asks for a password when it is opened, open “Use a PDF with a password” and enter it. It is used once and not kept.
help-fields-question = How do I place input fields and stamps on the document?
help-fields-answer = At “03 Set input fields”, choose who fills it in (a recipient or you) and a kind, then press the place on the page. A field that was placed is moved by dragging or by keys; its size, and whether it is required, can be set. Recipients fill in their fields before they agree; you fill in yours at “04 Review and send”. A document takes up to 500 fields. None can stand over another person’s field, outside of the page, or on a PDF that came signed. Templates and copies keep the fields, and nothing that was filled in.
help-field-form-question = How do I use a PDF with form fields?
help-field-form-answer = Upload it as it is at “01 Prepare document”. The form becomes part of the pages, and “Take over as input fields” at “03 Set input fields” makes an input field of each empty field, where it is. Fields that are filled in stay as they are. Each of several radio buttons becomes a “Checkbox” in its place; where only one may be chosen, place a “Choice” instead.
help-field-tags-question = How do I make input fields from tags in the document?
help-field-tags-answer = Write tags like these into the document before it becomes a PDF. “Make input fields from the tags in the document” at “03 Set input fields” then places a field at each tag.
help-field-tags-form = A tag is “kind:person:label”. The kinds are text, checkbox, date, choice, stamp, signature and seal; the person is “sender” or, for example, “recipient1” (in routing order). The label can be left out. A choice has its options behind the label, with “/” between them. The last part may be “optional” or “required”. The Japanese words work as well.
help-field-tags-more = A tag stands on one line. When its field is made, the text of the tag is taken out of the page. A tag that cannot be taken out without moving other text stays, and is named. The field begins at the left edge of the tag; one for text is as long as the tag. Pressed again, the button makes no field twice.

## Pictures of the screens: what stands below each, and its text for readers who cannot see it

help-picture-request = “Options” in “02 Set recipients”, opened. (The pictures show the pages in Japanese.)
    .alt = Step 02: below the list of recipients stands “Advanced authentication request”; the menu “Options” offers “Set advanced authentication request”.
help-picture-review = In “04 Review and send”, make sure that “Advanced authentication request” says “Set” before you send.
    .alt = Step 04: the last line of the facts about the document says that the advanced authentication request is set.
help-picture-states = “Recipients” on the page of a document. Where each of them stands is shown on the right.
    .alt = Three recipients: the first has consented, the second has not opened the document yet, the third is waiting for their turn.
help-picture-members = “Members” under “{ organisation }”. Here you change roles, reset two-factor authentication, and remove people from the organisation.
    .alt = A list of members: for each of them whether two-factor authentication is set up, the role, and the buttons “Reset two-factor authentication” and “Remove from organisation”.
help-picture-organisation = “Settings” under “{ organisation }”.
    .alt = The organisation settings: two-factor authentication of members, validity of links, time until consent asks for authentication again, time zone, and the languages of the advanced authentication request.
