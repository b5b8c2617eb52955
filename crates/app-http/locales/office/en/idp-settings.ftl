# Connecting the organisation's identity provider.

-idp-guide = Connection guide
-idp-security-settings = Security settings

# Between two domains.
idp-comma = { ", " }
idp-cancel = Cancel

## The connections

idp-connections = IdP connections
idp-what-this-is = Let people sign in with their company account (Microsoft Entra ID, Google Workspace, Okta, Keycloak and others), connected by OpenID Connect. { -idp-guide }
idp-needs-strong-sign-in = To add or change IdP connections, sign in with two-factor authentication (or IdP authentication). { -idp-security-settings }
idp-none = No IdP is connected yet.
idp-on = On
idp-off = Off

## A new connection

idp-add = Add IdP
idp-how-to-add = There are four steps. Open your IdP’s admin console, register this service as a web application, and enter the values that the IdP shows you. If it asks for the redirect URI first, register a placeholder and replace it with the value shown on the next page. { -idp-guide }
idp-add-now = Add

## What an admin enters

idp-name = Display name
idp-name-hint = This name is shown when people sign in and consent. Use the name of your company or organisation.
idp-issuer = Issuer
idp-issuer-hint = A URL that starts with https://. It must be the same as at the IdP, including whether it ends in “/”.
idp-client = Client ID
idp-secret = Client secret
idp-secret-hint = It is stored encrypted and never shown again.
idp-tenant = Claim that identifies your organisation
idp-tenant-hint = Needed for IdPs whose issuer URL is shared with other companies, such as Google Workspace. Example: hd=example.co.jp
idp-hosts = Other hosts besides the issuer’s
idp-hosts-hint = Only where the IdP’s sign-in page or token URL is on another host than the issuer (such as Amazon Cognito). Example: company.auth.ap-northeast-1.amazoncognito.com. Separate several by spaces (up to 5). The client secret is sent to these hosts too.
# $hosts (String) - the hosts
idp-other-hosts = This IdP’s description uses hosts other than the issuer’s: { $hosts }. Check in the IdP’s documentation that they are right, then save as shown and test again. If you do not know a host, review the issuer URL.
idp-creates-members = Add employees without an account as members when they first sign in

## How strength is proven

idp-rule = How two-factor authentication is verified
idp-rule-hint = Choose what shows that two-factor authentication took place at the IdP. A login that cannot be verified counts as a login with a password only.
idp-rule-amr = By the authentication methods (amr): all of these values are present
idp-rule-acr = By the authentication strength (acr): it is one of these values
idp-rule-trust = Do not verify (trust every login at this IdP)
idp-rule-trust-hint = Choose this only if the IdP enforces two-factor authentication for everybody.
idp-rule-values = Values to look for
idp-rule-values-hint = Example: mfa. Separate several values by spaces. Not used with “Do not verify”.
idp-rule-values-wrong = Enter 1 to 20 values in half-width letters, digits and symbols, separated by spaces.
idp-rule-missing = Choose how two-factor authentication is verified.

## A connection: what happened

idp-added = The connection has been added. Now work through the steps below, from top to bottom.
idp-changed = The settings have been saved.
idp-secret-replaced = The client secret has been replaced. Test the connection again.
idp-domain-proven = The domain has been verified.
idp-tested = The test login is complete. Check the result.
idp-switched-on = Signing in with this connection is now on.
idp-switched-off = Signing in with this connection is now off.
idp-made-required = Signing in with this connection is now required.
idp-made-optional = Signing in with a password is now allowed too.
idp-secret-wrong = Enter the client secret in half-width letters, digits and symbols.
idp-domain-wrong = Enter the domain as the part of an email address after the @, in half-width letters, such as example.co.jp.

## A connection: its addresses

idp-not-on-yet = Being set up
idp-copy = Copy
idp-addresses = 1. URLs to register at the IdP
idp-addresses-hint = Paste these URLs into your IdP’s admin console.
idp-redirect-uri = Redirect URI
idp-logout-uri = Back-channel logout URI (optional)

## A connection: its domains

idp-domains = 2. Email domains
idp-domains-hint = Only people whose email address belongs to a verified domain can sign in with this IdP.
idp-proven = Verified
idp-unproven = Not verified
idp-record-hint = Add this TXT record to your DNS, then choose “Verify”. It can take a while to take effect. The operator of the server can also approve the domain by command.
idp-record-name = Name
idp-record-value = Value
idp-check-domain = Verify
idp-remove-domain = Remove
idp-remove-this-domain = Remove { $domain }
idp-new-domain = Domain to add
idp-add-domain = Add domain

## A connection: its test

idp-test = 3. Test
idp-test-verdict = Two-factor authentication: { $verdict }
idp-test-strong = Verified
idp-test-not-strong = Not verified
idp-test-at = Tested { $at }
idp-test-not-strong-hint = Use two-factor authentication at the IdP and test again, or look at “What the IdP returned” below and review “How two-factor authentication is verified”.
idp-test-claims = What the IdP returned
idp-test-iss = Issuer (iss)
idp-test-acr = Authentication strength (acr)
idp-test-amr = Authentication methods (amr)
idp-test-auth-time = Time of authentication (auth_time)
idp-test-renewal = How a new authentication is asked for
idp-test-stuck = If you are asked to sign in over and over, or cannot get back from the IdP’s error page
idp-test-stuck-hint = The IdP may not support the way in which a new authentication is asked for. Test by another way. The one that works is used for this connection.
idp-test-by-prompt = Test by prompt=login only
idp-test-by-max-age = Test by max_age only
idp-test-nothing = (none)
idp-test-no-auth-time = The time of authentication (auth_time) is missing, so a login at this IdP is not enough to consent to documents with an advanced authentication request. Configure the IdP to return auth_time, or let those who consent use an authenticator app as well.
idp-test-no-address = The IdP did not return an email address (email) of a verified domain, so people who sign in for the first time cannot be verified. Configure the IdP to return email.
idp-test-hint = Sign in for real and see what the IdP returns. You will go to your company’s sign-in page and come back here afterwards. You sign in twice or more, to show that the IdP authenticates anew when asked to.
idp-test-now = Test connection
idp-test-again = Test again

## A connection: switching it on

idp-in-use = 4. In use
idp-switching-on = 4. Switch on
idp-is-required = People of the verified domains can sign in with this IdP. { $badge } They cannot sign in with a password.
idp-required-badge = IdP required
idp-is-optional = People of the verified domains can sign in with this IdP. They can also sign in with a password.
idp-make-optional = Allow passwords too
idp-make-required = Require signing in with the IdP
-idp-sign-in-again = Sign in again with the IdP
idp-sign-in-with-it-first = Before you require signing in with the IdP, sign in with it yourself, so that nobody is locked out. { -idp-sign-in-again }
idp-switch-off = Switch off
idp-is-ready = Everything is ready. Once you switch the connection on, people of the verified domains can sign in with this IdP.
# $hosts (String) - the hosts
idp-ready-hosts = Besides the issuer, these hosts will be contacted (the client secret is sent to them too): { $hosts }
idp-switch-on = Switch on

## A connection: its settings

idp-change-settings = Change connection settings
idp-change-hint = If you change the issuer, the other hosts, the client ID or the claim that identifies your organisation, the connection is off until it has been tested again.
idp-save-settings = Save settings
idp-new-secret = New client secret
idp-replace-secret = Replace secret
idp-remove = Delete this connection

## Before something is taken away

idp-require-heading = Require signing in with the IdP?
idp-require-what-happens = People of { $domains } will no longer be able to sign in with a password, only with the IdP of { $connection }. Those now signed in with a password will be signed out.
idp-off-heading = Switch off “{ $connection }”?
idp-off-what-happens = Nobody will be able to sign in with the IdP of { $connection }, and those signed in with it will be signed out. Documents that name this IdP can no longer be opened either. People without a password will not be able to sign in at all.
idp-without-heading = Remove “{ $domain }”?
idp-without-what-happens = People with an email address of { $domain } will no longer be able to sign in with this IdP, and senders can no longer name this IdP for them. When no verified domain is left, the connection is switched off.
idp-removal = Delete IdP connection
idp-remove-heading = Delete “{ $connection }”?
idp-remove-what-happens = People signed in with this IdP will be signed out, and all accounts will be unlinked from it. Recipients can no longer open documents already sent that accept authentication only at this IdP.
idp-remove-now = Delete
