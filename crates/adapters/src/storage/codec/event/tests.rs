//! Every event survives being stored.

use super::{StoredEvent, decode, encode};
use std::collections::BTreeSet;
use wariin_domain::fixtures::STATEMENT;
use wariin_domain::{
    AccountChange, Amount, Assurance, BookkeepingDuty, CalendarDate, Consent, ConsentAssurance,
    ContentDigest, Counterparty, EmailDomain, EndpointOrigin, EnrolmentClass, EventKind,
    FactorMethod, FactorRemoval, FileChange, FileDigest, FoundNames, HoldReason, IdpIdentity,
    IdpLogin, IdpMembership, IdpStrength, IdpSubject, InvitedBy, Issuer, MailRefusal, ManagerLook,
    OrganisationSettings, Party, ProvenBy, Refusal, Role, Seal, SealLevel, SealedFile,
    SearchFields, SignInMethod, StrengthRule, Tenant, Timestamp, Uuid,
};

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

fn digest(byte: u8) -> FileDigest {
    FileDigest::new([byte; 32])
}

fn identity() -> IdpIdentity {
    IdpIdentity {
        connection: id(4),
        issuer: Issuer::parse("https://idp.example.com/a").unwrap(),
        subject: IdpSubject::parse("sub \"1\"").unwrap(),
    }
}

fn assurances() -> Vec<Assurance> {
    let class = EnrolmentClass::NamedIdp;
    let idp = |acr: Option<&str>, id_token| Assurance::Idp {
        account: id(5),
        identity: identity(),
        linked_at: at(6),
        behind_code: Some(false),
        class,
        authenticated_at: at(-7),
        acr: acr.map(str::to_owned),
        amr: vec!["otp".to_owned(), "日本".to_owned()],
        id_token,
    };
    let mut all = vec![
        idp(None, None),
        idp(Some("phr"), Some(id(8))),
        Assurance::Mailbox { generation: u32::MAX },
    ];
    all.extend(
        [
            (EnrolmentClass::ByPassword, Some(false)),
            (EnrolmentClass::AfterSending, Some(true)),
            (EnrolmentClass::BehindAccessCode, Some(true)),
            (EnrolmentClass::BeforeSending, None),
        ]
        .map(|(class, behind_code)| Assurance::TwoFactor {
            account: id(5),
            factor: id(9),
            method: FactorMethod::Totp,
            enrolled_at: at(i64::MAX),
            behind_code,
            class,
            authenticated_at: at(i64::MIN),
            assertion: Some(id(4)),
        }),
    );
    all
}

/// Every event, and every choice within one.
#[expect(clippy::too_many_lines, reason = "a sample of each event")]
fn samples() -> Vec<EventKind> {
    use EventKind as K;
    let recipient = id(1);
    let files = vec![digest(1), digest(255)];
    let email = "taro@example.com".to_owned();
    let links = FileChange::LinksRemoved(FoundNames::among(["a.pdf"], 21));
    let attachments = FileChange::AttachmentsRemoved(FoundNames::of(["a.xlsx", "b.txt"]));
    let mut all = vec![
        K::Drafted { files: files.clone() },
        K::Described,
        K::FilesReplaced { files: vec![] },
        K::FileChanged {
            file: id(3),
            digest: digest(7),
            changes: vec![FileChange::Repaired, links],
        },
        K::FileChangesConfirmed { file: id(3), digest: digest(7), changes: vec![attachments] },
        K::RecipientAdded { recipient },
        K::RecipientChanged { recipient },
        K::RecipientRemoved { recipient },
        K::RecipientsReordered,
        K::CopyAdded { copy: id(2) },
        K::CopyRemoved { copy: id(2) },
        K::AdvancedAuthRequested,
        K::AdvancedAuthWithdrawn,
        K::Sent { advanced_auth: true, files: files.clone(), sign_in: None },
        K::ConsentWithdrawn { recipient },
        K::AllConsented,
        K::Declined { recipient },
        K::Forwarded { recipient, to: id(2), email: email.clone() },
        K::ConsentReleased { recipient },
        K::ConsentNotTaken { recipient },
        K::ConsentDisputed { recipient },
        K::AccessCodeTyped { recipient },
        K::EnrolledBehindAccessCode { recipient, factor: id(2) },
        K::PagesShown { recipient, pages: 12, content: ContentDigest::new([1; 32]) },
        K::FieldsSet { fields: 3 },
        K::FieldsFilled { recipient: None, fields: 2 },
        K::FieldsFilled { recipient: Some(recipient), fields: 1 },
        K::ConsentLapsed { recipient, withdrawn_by: id(2) },
        K::ConsentsEnded { recipients: vec![recipient, id(2)] },
        K::WrongRecipient { recipient },
        K::ReportTakenBack { recipient },
        K::RecipientCorrected {
            recipient,
            from_name: "山田 太郎".into(),
            from_email: "taro@example.co".into(),
            to_name: "山田 太郎".into(),
            to_email: email.clone(),
        },
        K::PreflightAsked { recipient, email: "taro@example.com".into() },
        K::PreflightAnswered { recipient },
        K::PreflightRefused { recipient },
        K::Cancelled { invited: vec![recipient, id(2)] },
        K::HandedOver { from: id(1), to: id(2) },
        K::EvidenceTaken,
        K::Concluded {
            sealed: [SealLevel::Basic, SealLevel::Archived]
                .map(|level| SealedFile { file: id(3), seal: Seal { digest: digest(7), level } })
                .into(),
            recipients: vec![recipient],
            copies: vec![id(2)],
        },
        K::CertificateIssued {
            certificate: Seal { digest: digest(7), level: SealLevel::Archived },
        },
        K::Corrected {
            from: SearchFields::default(),
            to: SearchFields {
                contract_date: CalendarDate::parse("2026-11-28").ok(),
                amount: Amount::parse("1200000").ok(),
                counterparty: Counterparty::parse("例示商事").ok(),
            },
        },
        K::LegalHoldPlaced,
        K::LegalHoldReleased,
        K::DeletionAnnounced { on: at(9), recipients: vec![recipient] },
        K::Deleted {
            retained_until: at(8),
            files: files.clone(),
            sealed: vec![SealedFile {
                file: id(3),
                seal: Seal { digest: digest(7), level: SealLevel::Archived },
            }],
            certificate: Some(Seal { digest: digest(8), level: SealLevel::Archived }),
        },
        K::SealRaiseAsked,
        K::SealRenewed {
            file: Some(id(3)),
            before: Seal { digest: digest(7), level: SealLevel::Basic },
            after: Seal { digest: digest(8), level: SealLevel::Archived },
        },
        K::SealRenewed {
            file: None,
            before: Seal { digest: digest(7), level: SealLevel::Archived },
            after: Seal { digest: digest(8), level: SealLevel::Archived },
        },
        K::MailboxCodeAsked { recipient, code: id(2) },
        K::MailboxProven { recipient },
        K::MailRefused { to: Party::Recipient(recipient), why: MailRefusal::UnknownAddress },
        K::MailRefused { to: Party::Copy(id(2)), why: MailRefusal::Other },
        K::ConclusionMailAsked { recipient },
        K::ConclusionTold { recipient },
        K::OrganisationCreated,
        K::AccountCreated,
        K::MailboxConfirmed,
        K::CredentialsPurged,
        K::PasswordResetAsked { reset: id(1) },
        K::PasswordReset,
        K::AccountRenamed { name: "山田 太郎".to_owned() },
        K::PasswordChanged,
        K::AddressChangeAsked { change: id(1), to: email.clone() },
        K::AddressChanged { change: id(1), from: email.clone(), to: email.clone() },
        K::SessionsEnded { sessions: 2 },
        K::AccountDisabled,
        K::AccountEnabled,
        K::SignedIn { two_factor: false },
        K::SignInsRefused { tries: 21 },
        K::SteppedUp { factor: id(1) },
        K::FactorEnrolled { factor: id(1), method: FactorMethod::Totp, behind_code: true },
        K::FactorRenamed { factor: id(1) },
        K::BackupCodesShown,
        K::BackupCodesReplaced,
        K::BackupCodeUsed,
        K::SignedOut,
        K::OrganisationJoined { organisation: id(1), invitation: id(2), role: Role::Member },
        K::OrganisationLeft { organisation: id(1) },
        K::Restored { events: 40, witnessed: None },
        K::Restored { events: 40, witnessed: Some(52) },
        K::OrganisationConfigured { settings: OrganisationSettings::default() },
        K::OrganisationStampSet { image: Some(digest(7)) },
        K::OrganisationStampSet { image: None },
        K::RetentionSet { years: Some(10), duty: BookkeepingDuty::SevenYears },
        K::RetentionSet { years: None, duty: BookkeepingDuty::None },
        K::OrganisationRenamed { name: "割印商事".to_owned() },
        K::OrganisationLooksSet {
            address: Some("東京都千代田区".to_owned()),
            logo: Some(digest(7)),
            colour: "#0f3ba8".to_owned(),
        },
        K::OrganisationLooksSet { address: None, logo: None, colour: "#0f3ba8".to_owned() },
        K::MemberInvited { invitation: id(1), email, role: Role::Admin },
        K::TemplateSaved { template: id(1), document: id(2) },
        K::TemplateRenamed { template: id(1) },
        K::TemplateDeleted { template: id(1) },
        K::ManagedTableTaken { lines: u64::MAX },
        K::InvitationWithdrawn { invitation: id(1) },
        K::InvitationCodeAsked { invitation: id(1), code: id(2) },
        K::IdpAdded { issuer: identity().issuer },
        K::IdpTested { acr: None, amr: vec![] },
        K::IdpTested { acr: Some(String::new()), amr: vec!["\u{0}\n".to_owned()] },
        K::IdpSwitchedOn,
        K::IdpSwitchedOff,
        K::IdpRequired,
        K::IdpRemoved,
        K::IdpCodeAsked { authorization: id(1) },
        K::IdpRefused { check: "nonce".to_owned() },
        K::IdpLinked { identity: identity(), at_first_login: true, behind_code: Some(true) },
        K::IdpUnlinked { identity: identity() },
        K::SignedOutByIdp,
    ];
    let reported = AccountChange::ALL.into_iter().filter(|change| change.may_be_reported());
    all.extend(reported.map(|change| K::AccountReported { change }));
    all.extend(Role::ALL.map(|role| K::RoleAssigned { role }));
    all.extend(FactorRemoval::ALL.map(|by| K::FactorRemoved { factor: id(1), by }));
    all.extend(MailRefusal::ALL.map(|why| K::MailRefused { to: Party::Sender, why }));
    all.extend(HoldReason::ALL.map(|why| K::ConsentHeld { recipient, why }));
    all.extend(InvitedBy::ALL.map(|why| {
        let email = "taro@example.com".to_owned();
        K::Invited { recipient, generation: 3, email, why }
    }));
    all.extend(
        [ManagerLook::Page, ManagerLook::File(id(1)), ManagerLook::Export]
            .map(|look| K::ManagerViewed { look }),
    );
    for refusal in Refusal::all() {
        all.push(K::Refused { recipient: None, refusal });
        all.push(K::Refused { recipient: Some(recipient), refusal });
        all.push(K::SignInRefused { refusal });
    }
    for assurance in assurances() {
        let consent = Consent {
            statement: Some(STATEMENT),
            at: at(1),
            assurance: ConsentAssurance::new(assurance.clone()).unwrap(),
            content: ContentDigest::new([1; 32]),
        };
        all.push(K::Opened { recipient, assurance });
        all.push(K::Consented { recipient, consent });
    }
    for how in [ProvenBy::Dns, ProvenBy::Operator] {
        all.push(K::IdpDomainProven { domain: EmailDomain::parse("example.com").unwrap(), how });
    }
    let acr = || vec!["a b".to_owned(), "c".to_owned()];
    all.push(K::PasskeyAssertionKept {
        recipient,
        ceremony: id(2),
        factor: id(3),
        sha256: digest(3),
    });
    for strength in
        [StrengthRule::Acr(acr()), StrengthRule::Amr(acr()), StrengthRule::TrustEveryLogin]
    {
        all.push(K::IdTokenKept {
            recipient,
            authorization: id(2),
            nonce: "n".to_owned(),
            sha256: digest(3),
            strength: strength.clone(),
        });
        all.push(K::IdpChanged {
            issuer: identity().issuer,
            hosts: Some(vec![EndpointOrigin::parse("auth.example.com").unwrap()]),
            tenant: Some(Tenant::parse("hd=example.com").unwrap()),
            strength,
            membership: IdpMembership { is_required: true, creates_members: false },
        });
    }
    for strength in [IdpStrength::Proven, IdpStrength::Unproven] {
        let login = IdpLogin {
            identity: identity(),
            session: Some("sid".to_owned()),
            strength,
            acr: None,
            amr: vec![],
            linked_at: at(5),
            behind_code: None,
        };
        all.push(K::Sent {
            advanced_auth: false,
            files: vec![],
            sign_in: Some(SignInMethod::Idp { at: at(6), login: login.clone() }),
        });
        all.push(K::SignedInByIdp { login });
    }
    let two_factor = SignInMethod::TwoFactor {
        at: at(1),
        factor: id(2),
        method: FactorMethod::Totp,
        enrolled_at: at(0),
        behind_code: Some(true),
    };
    for method in [SignInMethod::Password { at: at(1) }, two_factor] {
        all.push(K::Sent { advanced_auth: false, files: vec![], sign_in: Some(method) });
    }
    all
}

/// The names that serde knows, from what it says about one that it does not know.
fn known_kinds() -> BTreeSet<String> {
    let unknown = serde_json::from_str::<StoredEvent>(r#"{"kind":"?"}"#).unwrap_err();
    let said = unknown.to_string();
    said.split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

// EV-01
#[test]
fn every_event_survives_being_stored_byte_for_byte() {
    let mut kinds = BTreeSet::new();
    for kind in samples() {
        let data = encode(&kind).unwrap();
        let found = decode(&data).unwrap_or_else(|| panic!("{data}"));
        assert_eq!(found, kind, "{data}");
        assert_eq!(encode(&found).unwrap(), data);
        kinds.insert(kind.name().to_owned());
    }
    assert!(kinds.len() > 60);
    assert_eq!(kinds, known_kinds(), "each event has a sample and is stored under its own name");
}

#[test]
fn the_stored_text_is_the_documented_one() {
    let kind = EventKind::Refused { recipient: Some(id(1)), refusal: Refusal::WrongCode };
    let text = r#"{"v":1,"kind":"refused","recipient":"00000000-0000-0000-0000-000000000001","refusal":"wrong_code"}"#;
    assert_eq!(encode(&kind).unwrap(), text);
    let look = EventKind::ManagerViewed { look: ManagerLook::Page };
    assert_eq!(encode(&look).unwrap(), r#"{"v":1,"kind":"manager_viewed","look":{"at":"page"}}"#);
}

#[test]
fn an_event_that_this_version_does_not_know_is_no_fault() {
    for data in [
        "",
        "null",
        "{}",
        r#"{"v":1}"#,
        r#"{"v":1,"kind":"teleported"}"#,
        r#"{"v":2,"kind":"described"}"#,
        r#"{"kind":"described"}"#,
        r#"{"v":1,"kind":"recipient_added"}"#,
        r#"{"v":1,"kind":"sign_in_refused","refusal":"unheard_of"}"#,
        r#"{"v":1,"kind":"idp_added","issuer":"gopher://x"}"#,
    ] {
        assert_eq!(decode(data), None, "{data}");
    }
    let before = r#"{"v":1,"kind":"sent","advanced_auth":true,"files":[]}"#;
    let sent = EventKind::Sent { advanced_auth: true, files: vec![], sign_in: None };
    assert_eq!(decode(before), Some(sent), "an event of a release that kept no sign-in");
    assert_eq!(decode(r#"{"v":1,"kind":"described"}"#), Some(EventKind::Described));
}

// EV-01
#[test]
fn every_event_of_the_document_is_read_and_none_is_missing() {
    let document = include_str!("../../../../../../docs/evidence.md");
    let (_, examples) = document.split_once("```events\n").unwrap();
    let (examples, rest) = examples.split_once("```").unwrap();
    let mut kinds = BTreeSet::new();
    for data in examples.lines() {
        let kind = decode(data).unwrap_or_else(|| panic!("{data}"));
        assert_eq!(encode(&kind).unwrap(), data);
        kinds.insert(kind.name().to_owned());
    }
    assert_eq!(kinds, known_kinds());
    for refusal in Refusal::all() {
        assert!(rest.contains(&format!("`{}`", refusal.name())), "{refusal:?}");
    }
}
