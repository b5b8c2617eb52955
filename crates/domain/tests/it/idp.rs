//! Connections to identity providers, and what their logins are worth.

use wariin_domain::fixtures::{
    NOW, account, after, by_idp, by_password, by_totp, connection, guest, identity, identity_of,
    membership, said, taro,
};
use wariin_domain::{
    Actor, ClientId, EmailAddress, EmailDomain, EmailVerified, EndpointOrigin, EventKind,
    FirstLoginRefusal, IdpAdmin, IdpConnection, IdpError, IdpRefusal, IdpSettings, IdpState,
    IdpStrength, Issuer, LoginRenewal, MAX_LOGIN_AGE, NewIdpConnection, OrganisationId, ProvenBy,
    Role, SignIn, SignInMethod, Span, StrengthRule, Tenant, Timestamp, Uuid, WeakSignIn,
};

fn settings() -> IdpSettings {
    let known = connection();
    IdpSettings {
        name: known.name,
        issuer: known.issuer,
        hosts: known.hosts,
        client: known.client,
        tenant: None,
        strength: known.strength,
        creates_members: true,
    }
}

fn fresh() -> IdpConnection {
    let known = connection();
    let new =
        NewIdpConnection { id: known.id, organisation: known.organisation, settings: settings() };
    IdpConnection::add(new, &IdpAdmin::operator(), NOW).unwrap().0
}

fn domain() -> EmailDomain {
    EmailDomain::parse("example.com").unwrap()
}

#[test]
fn only_a_strongly_signed_in_admin_of_the_organisation_manages_its_connections() {
    let admin = account(11, "taro@example.com");
    let ours = OrganisationId::from(Uuid::from_u128(1));
    let of = |account, sign_in: &SignIn, organisation| {
        IdpAdmin::of(organisation, identity_of(account, sign_in)).map(|_| ())
    };
    let (weak, strong) = (by_password(&admin), by_totp(&admin, NOW));
    assert_eq!(of(&admin, &strong, ours), Ok(()));
    assert_eq!(of(&admin, &weak, ours), Err(IdpError::WeakSignIn(WeakSignIn)));
    let theirs = OrganisationId::from(Uuid::from_u128(2));
    assert_eq!(of(&admin, &strong, theirs), Err(IdpError::NotAdmin));
    let mut member = admin.clone();
    member.membership = membership(1, Role::Member);
    assert_eq!(of(&member, &strong, ours), Err(IdpError::NotAdmin));
    let visitor = guest(admin.clone());
    assert_eq!(of(&visitor, &strong, ours), Err(IdpError::NotAdmin));
}

#[test]
fn a_login_counts_no_more_when_the_rule_the_tenant_or_a_domain_is_another_one() {
    let before = connection();
    let changes: [fn(&mut IdpConnection); 4] = [
        |c| c.strength = StrengthRule::TrustEveryLogin,
        |c| c.tenant = Some(Tenant::parse("tid=1").unwrap()),
        |c| c.domains.clear(),
        |c| c.state = IdpState::Off,
    ];
    for change in changes {
        let mut after = before.clone();
        change(&mut after);
        assert!(after.trusts_less_than(&before));
    }
    let mut more = before.clone();
    more.membership.creates_members = true;
    assert!(!more.trusts_less_than(&before));
}

// O-19
#[test]
fn a_change_says_what_it_left() {
    let mut connection = connection();
    let strength = StrengthRule::TrustEveryLogin;
    let hosts = EndpointOrigin::parse_list("auth.example.com").unwrap();
    let changed = IdpSettings { strength, hosts: hosts.clone(), ..settings() };
    let events = connection.configure(changed, &IdpAdmin::operator(), NOW).unwrap();
    let event = &events.iter().next().unwrap().kind;
    let EventKind::IdpChanged { issuer, hosts: named, strength, .. } = event else {
        panic!("not the event of a change");
    };
    assert_eq!(*named, Some(hosts));
    assert!(!connection.is_on() && connection.test.is_none(), "other hosts are to be tested");
    assert_eq!(*strength, StrengthRule::TrustEveryLogin);
    assert_eq!(issuer.as_str(), "https://idp.example.com");
}

// PO-09 RP-05
#[test]
fn a_connection_is_switched_on_only_with_a_proven_domain_and_a_test_that_was_strong() {
    let by = IdpAdmin::operator();
    let mut connection = fresh();
    assert_eq!(connection.switch_on(&by, NOW), Err(IdpError::NoDomain));
    let _ = connection.add_domain(domain(), &by, NOW).unwrap();
    assert_eq!(
        connection.switch_on(&by, NOW),
        Err(IdpError::NoDomain),
        "a domain that is only named"
    );
    assert!(!connection.serves(&domain()));
    let _ = connection.prove_domain(&domain(), ProvenBy::Dns, &by, NOW).unwrap();
    assert_eq!(connection.switch_on(&by, NOW), Err(IdpError::NotTested));
    let mut weak = said(NOW);
    weak.amr = vec!["pwd".into()];
    let _ = connection.tested(&weak, LoginRenewal::Prompt, &by, NOW);
    assert_eq!(connection.switch_on(&by, NOW), Err(IdpError::NotStrong));
    let mut timeless = said(NOW);
    timeless.authenticated_at = None;
    let _ = connection.tested(&timeless, LoginRenewal::Prompt, &by, NOW);
    assert_eq!(connection.switch_on(&by, NOW), Err(IdpError::NotStrong));
    let mut nameless = said(NOW);
    nameless.email = None;
    let _ = connection.tested(&nameless, LoginRenewal::Prompt, &by, NOW);
    assert_eq!(connection.switch_on(&by, NOW), Err(IdpError::NoAddress));
    let _ = connection.tested(&said(NOW), LoginRenewal::Prompt, &by, NOW);
    let events = connection.switch_on(&by, NOW).unwrap();
    assert_eq!(
        events.iter().map(|e| (e.kind.name(), e.actor)).collect::<Vec<_>>(),
        [("idp_switched_on", Actor::Operator)]
    );
    assert!(connection.is_on() && connection.serves(&domain()));
}

#[test]
fn another_provider_client_or_secret_has_to_be_tested_again_and_is_not_used_meanwhile() {
    let by = IdpAdmin::operator();
    let changes: [fn(&mut IdpSettings); 3] = [
        |s| s.issuer = Issuer::parse("https://other.example").unwrap(),
        |s| s.client = ClientId::parse("other").unwrap(),
        |s| s.tenant = Some(Tenant::parse("tid=1").unwrap()),
    ];
    for change in changes {
        let mut connection = connection();
        let mut settings = settings();
        change(&mut settings);
        let _ = connection.configure(settings, &by, NOW).unwrap();
        assert_eq!((connection.state, connection.test), (IdpState::Off, None));
    }
    let mut same = connection();
    let _ = same.configure(settings(), &by, NOW).unwrap();
    assert!(same.is_on());
    let _ = same.secret_replaced(&by, NOW);
    assert!(!same.is_on());
    let mut stricter = connection();
    let strength = StrengthRule::Acr(vec!["phr".into()]);
    let _ = stricter.configure(IdpSettings { strength, ..settings() }, &by, NOW).unwrap();
    assert!(!stricter.is_on(), "the test does not meet the stricter rule");
    let mut without = connection();
    let _ = without.remove_domain(&domain(), &by, NOW).unwrap();
    assert!(!without.is_on());
}

#[test]
fn a_provider_that_serves_many_organisations_needs_the_claim_that_tells_them_apart() {
    let by = IdpAdmin::operator();
    let google = Issuer::parse("https://accounts.google.com").unwrap();
    let mut connection = connection();
    let before = connection.clone();
    let refused = connection.configure(IdpSettings { issuer: google, ..settings() }, &by, NOW);
    assert_eq!(refused, Err(IdpError::TenantNeeded));
    assert_eq!(connection, before);
    // Nor is a login believed, however the connection came to have no such claim.
    connection.issuer = Issuer::parse("https://accounts.google.com").unwrap();
    let mut theirs = said(NOW);
    theirs.identity.issuer = connection.issuer.clone();
    theirs.tenant = Some("another.example".into());
    assert_eq!(connection.judge(&theirs, NOW), Err(IdpRefusal::OtherTenant));
}

#[test]
fn a_connection_is_made_mandatory_only_by_an_admin_signed_in_with_it() {
    let admin = taro();
    let mut connection = connection();
    let (totp, idp) = (by_totp(&admin, NOW), by_idp(&admin, NOW));
    let by_totp =
        IdpAdmin::of(OrganisationId::from(Uuid::from_u128(1)), identity_of(&admin, &totp)).unwrap();
    assert_eq!(connection.require(&by_totp, NOW), Err(IdpError::NotSignedInWithIt));
    let by_idp =
        IdpAdmin::of(OrganisationId::from(Uuid::from_u128(1)), identity_of(&admin, &idp)).unwrap();
    let _ = connection.require(&by_idp, NOW).unwrap();
    assert!(connection.membership.is_required);
    let _ = connection.switch_off(&by_idp, NOW);
    assert!(!connection.membership.is_required, "what is switched off is not mandatory");
    assert_eq!(connection.require(&by_idp, NOW), Err(IdpError::SwitchedOff));
}

// RP-05 PO-09
#[test]
fn a_login_is_strong_only_when_the_claims_prove_it_by_the_rule() {
    let list = |values: &[&str]| values.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>();
    let acr = |values: &[&str]| StrengthRule::Acr(list(values));
    let amr = |values: &[&str]| StrengthRule::Amr(list(values));
    for (rule, said_acr, said_amr, is_met) in [
        (acr(&["urn:okta:loa:2fa:any"]), Some("urn:okta:loa:2fa:any"), list(&[]), true),
        (acr(&["c1"]), Some("c2 c1"), list(&[]), true),
        (acr(&["c1"]), Some("c10"), list(&[]), false),
        (acr(&["2"]), Some("1"), list(&["mfa"]), false),
        (acr(&["2"]), None, list(&["mfa"]), false),
        (acr(&[]), Some(""), list(&[]), false),
        (amr(&["mfa"]), None, list(&["pwd", "mfa"]), true),
        (amr(&["pwd", "otp"]), None, list(&["otp"]), false),
        (amr(&["mfa"]), Some("mfa"), list(&["password"]), false),
        (amr(&[]), None, list(&["mfa"]), false),
        (StrengthRule::TrustEveryLogin, None, list(&[]), true),
    ] {
        assert_eq!(rule.is_met(said_acr, &said_amr), is_met, "{rule:?} {said_acr:?} {said_amr:?}");
    }
    let account = taro();
    let mut login = wariin_domain::fixtures::login(IdpStrength::Unproven);
    let weak = SignIn::new(account.id, SignInMethod::Idp { at: NOW, login: login.clone() });
    assert_eq!(weak.strong().unwrap_err(), WeakSignIn);
    login.strength = IdpStrength::Proven;
    assert!(SignIn::new(account.id, SignInMethod::Idp { at: NOW, login }).is_strong());
}

// RP-06 PO-09
#[test]
fn a_login_without_a_time_proves_nothing_unless_the_organisation_trusts_every_login() {
    let mut connection = connection();
    let mut said = said(NOW);
    said.authenticated_at = None;
    assert_eq!(connection.judge(&said, NOW), Ok(IdpStrength::Unproven));
    connection.strength = StrengthRule::TrustEveryLogin;
    assert_eq!(connection.judge(&said, NOW), Ok(IdpStrength::Proven));
}

// RP-06
#[test]
fn a_login_in_the_future_or_from_long_ago_is_refused() {
    let connection = connection();
    let ahead = |seconds| NOW.plus(Span::seconds(seconds));
    assert_eq!(connection.judge(&said(ahead(60)), NOW), Ok(IdpStrength::Proven));
    assert_eq!(connection.judge(&said(ahead(61)), NOW), Err(IdpRefusal::Future));
    let long_ago = NOW.plus(MAX_LOGIN_AGE);
    assert_eq!(connection.judge(&said(NOW), long_ago), Ok(IdpStrength::Proven));
    let later = long_ago.plus(Span::seconds(1));
    assert_eq!(connection.judge(&said(NOW), later), Err(IdpRefusal::Stale));
    assert_eq!(connection.judge(&said(Timestamp::from_micros(0)), NOW), Err(IdpRefusal::Stale));
}

// RP-03 RP-07 RP-11
#[test]
fn another_issuer_connection_or_tenant_is_refused() {
    let mut connection = connection();
    let mut other = said(NOW);
    other.identity.issuer = Issuer::parse("https://idp.example.com/").unwrap();
    assert_eq!(connection.judge(&other, NOW), Err(IdpRefusal::OtherIssuer));
    let mut other = said(NOW);
    other.identity.connection = Uuid::from_u128(501).into();
    assert_eq!(connection.judge(&other, NOW), Err(IdpRefusal::OtherIssuer));
    connection.tenant = Some(Tenant::parse("tid=ours").unwrap());
    for tenant in [None, Some("theirs".to_owned())] {
        let statement = wariin_domain::IdpStatement { tenant, ..said(NOW) };
        assert_eq!(connection.judge(&statement, NOW), Err(IdpRefusal::OtherTenant));
    }
    let ours = wariin_domain::IdpStatement { tenant: Some("ours".into()), ..said(NOW) };
    assert_eq!(connection.judge(&ours, NOW), Ok(IdpStrength::Proven));
    connection.state = IdpState::Off;
    assert_eq!(connection.judge(&ours, NOW), Err(IdpRefusal::SwitchedOff));
}

// RP-11
#[test]
fn an_unknown_identity_is_linked_only_by_an_address_of_a_proven_domain() {
    let mut connection = connection();
    assert_eq!(connection.first_address(&said(NOW)), Ok(taro().email));
    let mut unsaid = said(NOW);
    unsaid.email_verified = EmailVerified::Unsaid;
    assert_eq!(connection.first_address(&unsaid), Ok(taro().email), "our own code confirms it");
    let mut unverified = said(NOW);
    unverified.email_verified = EmailVerified::No;
    assert_eq!(connection.first_address(&unverified), Err(FirstLoginRefusal::AddressUnverified));
    let mut silent = said(NOW);
    silent.email = None;
    assert_eq!(connection.first_address(&silent), Err(FirstLoginRefusal::NoAddress));
    let mut foreign = said(NOW);
    foreign.email = Some(EmailAddress::parse("taro@examp1e.com").unwrap());
    assert_eq!(connection.first_address(&foreign), Err(FirstLoginRefusal::ForeignDomain));
    connection.domains[0].proof = None;
    assert_eq!(connection.first_address(&said(NOW)), Err(FirstLoginRefusal::ForeignDomain));
}

#[test]
fn what_happens_to_a_connection_is_recorded_with_who_did_it() {
    let admin = taro();
    let strong = by_totp(&admin, NOW);
    let by = IdpAdmin::of(OrganisationId::from(Uuid::from_u128(1)), identity_of(&admin, &strong))
        .unwrap();
    let mut connection = fresh();
    let events = connection.add_domain(domain(), &by, after(1)).unwrap().and(
        connection
            .prove_domain(&domain(), ProvenBy::Operator, &IdpAdmin::operator(), after(2))
            .unwrap(),
    );
    let actors: Vec<_> = events.iter().map(|e| (e.kind.name(), e.actor)).collect();
    assert_eq!(
        actors,
        [("idp_changed", Actor::Account(admin.id)), ("idp_domain_proven", Actor::Operator)]
    );
    let proven = EventKind::IdpDomainProven { domain: domain(), how: ProvenBy::Operator };
    assert_eq!(events.iter().last().unwrap().kind, proven);
    assert!(connection.add_domain(domain(), &by, NOW).unwrap().is_empty());
    assert_eq!(identity("x").connection, connection.id);
}
