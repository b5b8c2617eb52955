//! Every JSON column is read back as it was written, and nothing else is read as one.

use super::field::tests::every_field;
use super::*;
use std::fmt::Debug;
use wariin_domain::fixtures::STATEMENT;
use wariin_domain::{
    AccountChange, AccountId, Amount, Assurance, Attributes, AuthorizationPurpose, BrowserKey,
    CalendarDate, ChangedMailbox, ConsentTransaction, Content, ContentDigest, CopyRecipient,
    Details, DocumentFile, EmailAddress, EmailVerified, EnrolmentClass, EnrolmentRule,
    FactorMethod, FileChange, FileDigest, FileName, FoundNames, IdTokenEvidence, IdpDemand,
    IdpIdentity, IdpLogin, IdpName, IdpStatement, IdpStrength, IdpSubject, IdpTest, InvitationCode,
    Issuer, Job, Language, LoginRenewal, Message, OrganisationName, Party, PersonName,
    RecipientDetails, SignIn, SignInMethod, StrengthRule, Surface, TemplateAssignee, TemplateField,
    TestLogin, Title, Uuid, fixtures::A4,
};

const AT: Timestamp = Timestamp::from_micros(1_795_000_000_000_001);

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

pub(super) fn holds<C: JsonColumn + PartialEq + Debug>(value: C) {
    let json = encode(&value).unwrap();
    assert!(json.starts_with(r#"{"v":1,"#), "{json}");
    assert_eq!(decode::<C>(&json).unwrap(), value, "{json}");

    let newer = json.replacen(r#""v":1"#, r#""v":2"#, 1);
    let unversioned = json.replacen(r#""v":1,"#, "", 1);
    for bad in ["", "null", "[]", "{}", r#"{"v":1}"#, &newer, &unversioned, &json[..json.len() - 1]]
    {
        let error = decode::<C>(bad).err();
        let named = matches!(&error, Some(StorageError::Corrupt(column)) if column == C::COLUMN);
        assert!(named, "{}: {bad} is read as {error:?}", C::COLUMN);
    }
}

fn identity() -> IdpIdentity {
    IdpIdentity {
        connection: id(1).into(),
        issuer: Issuer::parse("https://idp.example").unwrap(),
        subject: IdpSubject::parse("taro\"7\\").unwrap(),
    }
}

fn transaction() -> ConsentTransaction {
    ConsentTransaction {
        statement: Some(STATEMENT),
        id: id(2).into(),
        account: id(3).into(),
        identity: identity(),
        recipient: id(4).into(),
        content: ContentDigest::new([5; 32]),
        random: [7; 32],
        began_at: AT,
    }
}

fn demand() -> IdpDemand {
    IdpDemand {
        connection: id(1).into(),
        issuer: identity().issuer,
        name: IdpName::parse("社内ログイン").unwrap(),
    }
}

#[test]
fn what_an_identity_provider_said_is_read_back() {
    holds(demand());
    for (strength, session) in [(IdpStrength::Proven, Some("sid")), (IdpStrength::Unproven, None)] {
        let session = session.map(str::to_owned);
        let (acr, amr) = (session.clone(), vec!["pwd".into(), "otp".into()]);
        for behind_code in [None, Some(false), Some(true)] {
            let (session, acr, amr) = (session.clone(), acr.clone(), amr.clone());
            let (identity, linked_at) = (identity(), AT);
            holds(IdpLogin { identity, session, strength, acr, amr, linked_at, behind_code });
        }
    }
    holds(StrengthRule::Acr(vec!["a".into(), "b".into()]));
    holds(StrengthRule::Amr(vec![]));
    holds(StrengthRule::TrustEveryLogin);
    for authenticated_at in [Some(AT), None] {
        for renewal in LoginRenewal::ALL {
            holds(IdpTest {
                at: AT,
                acr: None,
                amr: vec![],
                authenticated_at,
                gave_address: true,
                renewal,
            });
        }
        for email_verified in [EmailVerified::Yes, EmailVerified::No, EmailVerified::Unsaid] {
            holds(IdpStatement {
                identity: identity(),
                session: None,
                authenticated_at,
                acr: Some("2".into()),
                amr: vec!["mfa".into()],
                tenant: Some("example".into()),
                email: authenticated_at.and_then(|_| EmailAddress::parse("a@example.jp").ok()),
                email_verified,
                name: None,
            });
        }
    }
}

#[test]
fn authorization_requests_and_kept_id_tokens_are_read_back() {
    holds(AuthorizationPurpose::SignIn { next: "documents".into() });
    holds(AuthorizationPurpose::Link { account: id(1).into(), next: String::new() });
    for login in [
        TestLogin::first(LoginRenewal::Prompt),
        TestLogin { way: LoginRenewal::MaxAge, before: Some(AT), count: 3 },
    ] {
        holds(AuthorizationPurpose::Test { by: id(1).into(), login });
    }
    holds(AuthorizationPurpose::Consent(transaction()));
    holds(IdTokenEvidence {
        transaction: transaction(),
        document: id(9).into(),
        content: Content {
            files: vec![FileDigest::new([8; 32]), FileDigest::new([9; 32])],
            fields: (0..).zip(every_field()).collect(),
        },
        id_token: "an.id.token".into(),
        key: r#"{"kty":"RSA"}"#.into(),
        received_at: AT,
    });
}

#[test]
fn every_assurance_is_read_back() {
    let account = AccountId::from(id(1));
    for (class, behind_code) in [
        (EnrolmentClass::AfterSending, Some(true)),
        (EnrolmentClass::ByPassword, Some(false)),
        (EnrolmentClass::BeforeSending, None),
    ] {
        holds(Assurance::TwoFactor {
            account,
            factor: id(2).into(),
            method: FactorMethod::Totp,
            enrolled_at: AT,
            behind_code,
            class,
            authenticated_at: AT,
            assertion: None,
        });
    }
    for id_token in [Some(id(5).into()), None] {
        holds(Assurance::Idp {
            account,
            identity: identity(),
            linked_at: AT,
            behind_code: id_token.map(|_| false),
            class: EnrolmentClass::NamedIdp,
            authenticated_at: AT,
            acr: None,
            amr: vec!["hwk".into()],
            id_token,
        });
    }
    holds(Assurance::Mailbox { generation: u32::MAX });
}

#[test]
fn the_sign_in_that_a_document_was_sent_with_is_read_back() {
    let (at, factor, method) = (AT, id(2).into(), FactorMethod::Totp);
    let (strength, linked_at) = (IdpStrength::Unproven, AT);
    let (acr, amr) = (None, vec!["pwd".into()]);
    let (identity, session, behind_code) = (identity(), None, Some(false));
    let login = IdpLogin { identity, session, strength, acr, amr, linked_at, behind_code };
    for method in [
        SignInMethod::Password { at },
        SignInMethod::TwoFactor { at, factor, method, enrolled_at: AT, behind_code: Some(true) },
        SignInMethod::Idp { at, login },
    ] {
        holds(SignIn::new(id(1).into(), method));
    }
}

#[test]
fn copies_and_template_contents_are_read_back() {
    let copy = CopyRecipient {
        id: id(1).into(),
        name: PersonName::parse("共有 花子").unwrap(),
        email: EmailAddress::parse("copy@example.jp").unwrap(),
    };
    holds(Copies(vec![copy.clone()]));
    holds(Copies(vec![]));
    let recipient = |idp| RecipientDetails {
        name: PersonName::parse("山田").unwrap(),
        email: EmailAddress::parse("taro@example.com").unwrap(),
        organisation: OrganisationName::parse("山田商店").ok(),
        language: Language::English,
        access_code: None,
        idp,
        enrolment: EnrolmentRule::BeforeSending,
    };
    let file = DocumentFile {
        id: id(2).into(),
        name: FileName::sanitized("契約書.pdf"),
        bytes: u64::MAX,
        pages: 3,
        changes: every_change(),
        confirmed: None,
        digest: FileDigest::new([3; 32]),
        surface: Surface::Open(vec![A4, A4]),
        prepared: every_field().into_iter().map(|field| field.definition).collect(),
        sealed: None,
    };
    let attributes = Attributes {
        contract_date: CalendarDate::parse("2026-11-22").ok(),
        amount: Amount::parse("550000").ok(),
        ..Attributes::default()
    };
    holds(Changes(every_change()));
    let code = |number: u128| InvitationCode {
        id: id(number).into(),
        browser: BrowserKey::new([7; 32]),
        asked_at: AT,
    };
    holds(InvitationCodes(vec![code(1), code(2)]));
    holds(InvitationCodes(vec![]));
    holds(PreparedFields(every_field().into_iter().map(|field| field.definition).collect()));
    holds(TemplateContents {
        details: Details { title: Title::parse("業務委託").unwrap(), attributes },
        message: Message::parse("一行\n二行").ok(),
        files: vec![file],
        recipients: vec![recipient(Some(demand())), recipient(None)],
        fields: [TemplateAssignee::Sender, TemplateAssignee::Recipient(1)]
            .into_iter()
            .zip(every_field())
            .map(|(assignee, field)| TemplateField {
                file: 0,
                assignee,
                definition: field.definition,
            })
            .collect(),
        copies: vec![copy],
    });
}

/// Each change, with more names than are shown.
fn every_change() -> Vec<FileChange> {
    let names = || FoundNames::of((0..30).map(|n| format!("資料 {n}.xlsx")));
    vec![
        FileChange::Repaired,
        FileChange::Decrypted,
        FileChange::FormFixed,
        FileChange::FormDrawn,
        FileChange::AnnotationsFixed,
        FileChange::AnnotationsDrawn,
        FileChange::CommentsRemoved(names()),
        FileChange::LayersFixed,
        FileChange::HiddenLayersKept(names()),
        FileChange::UsageRightsRemoved,
        FileChange::XfaRemoved,
        FileChange::ActionsRemoved,
        FileChange::LinksRemoved(names()),
        FileChange::AttachmentsRemoved(names()),
        FileChange::AttachmentsKept(names()),
        FileChange::ActionsKept,
        FileChange::TagsRemoved(names()),
        FileChange::FontsReplaced(names()),
        FileChange::PagesUnshown(names()),
        FileChange::PagesDiffer(names()),
        FileChange::ValuesContradicted(names()),
    ]
}

// DO-03
#[test]
fn a_template_of_an_earlier_release_says_of_a_file_only_whether_it_was_repaired() {
    for (repaired, changes) in [(true, vec![FileChange::Repaired]), (false, vec![])] {
        let json = format!(
            r#"{{"v":1,"title":"業務委託","counterparty":null,"contract_date":null,"starts_on":null,
            "ends_on":null,"amount":null,"control_number":null,"message":null,"files":[{{"id":"{}",
            "name":"a.pdf","bytes":1,"pages":1,"repaired":{repaired},"digest":"{}"}}],
            "recipients":[],"copies":[]}}"#,
            Uuid::from_u128(2),
            FileDigest::new([3; 32]),
        );
        let read: TemplateContents = decode(&json).unwrap();
        assert_eq!(read.files[0].changes, changes);
    }
}

#[test]
fn a_value_that_the_domain_refuses_is_corrupt() {
    let json = encode(&demand()).unwrap().replace("https://idp.example", "http://");
    assert!(matches!(decode::<IdpDemand>(&json), Err(StorageError::Corrupt(_))));
    for json in [
        r#"{"v":1,"changes":[{"change":"other"}]}"#,
        r#"{"v":1,"changes":[{"change":"links_removed"}]}"#,
        r#"{"v":1,"changes":[{"change":"repaired","names":["a"],"count":1}]}"#,
    ] {
        assert!(matches!(decode::<Changes>(json), Err(StorageError::Corrupt(_))), "{json}");
    }
    let json = r#"{"v":1,"copies":[{"id":"","name":"","email":""}]}"#;
    assert!(matches!(decode::<Copies>(json), Err(StorageError::Corrupt(_))));
}

fn every_job() -> Vec<Job> {
    let (document, recipient) = (id(1).into(), id(2).into());
    let (code, invitation) = (id(3).into(), id(4).into());
    let mut jobs = vec![
        Job::Invite { document, recipient, generation: 3 },
        Job::MailCode { document, recipient, code },
        Job::MailIdpCode { authorization: id(5).into() },
        Job::Seal { document },
        Job::IssueCertificate { document },
        Job::RenewSeals { document },
        Job::RaiseSeals { document },
        Job::NotifyWithdrawn { document, recipient },
        Job::NotifyHeld { document, recipient },
        Job::NotifyForwarded { document, recipient },
        Job::NotifyWrongRecipient { document, recipient },
        Job::NotifyReportTakenBack { document, recipient },
        Job::NotifyCorrected { document, recipient, at: Timestamp::from_micros(9) },
        Job::NotifyLegalHold { document, at: Timestamp::from_micros(9) },
        Job::AskPreflight { document, recipient, asked_at: Timestamp::from_micros(7) },
        Job::NotifyDisputed { document, recipient },
        Job::NotifyNewFactor { document, recipient },
        Job::InviteMember { invitation },
        Job::MailInvitationCode { invitation, code },
        Job::MailPasswordReset { reset: id(8).into() },
        Job::MailAddressCode { change: id(9).into(), to: ChangedMailbox::Present },
        Job::MailAddressCode { change: id(9).into(), to: ChangedMailbox::New },
        Job::NotifyFormerAddress { change: id(9).into(), at: Timestamp::from_micros(5) },
        Job::RenewLink { recipient },
        Job::NotifyForeignAccount { document, recipient },
        Job::NotifyDamaged { document },
        Job::NotifyAdminOfDamage { document, admin: id(7).into() },
    ];
    for to in [Party::Sender, Party::Recipient(recipient), Party::Copy(id(6).into())] {
        jobs.push(Job::NotifyConcluded { document, to });
        jobs.push(Job::NotifyCancelled { document, to });
        jobs.push(Job::NotifyDeclined { document, to });
        jobs.push(Job::NotifyUndelivered { document, to });
        jobs.push(Job::NotifyDeletion { document, to });
    }
    let (account, at) = (id(7).into(), Timestamp::from_micros(5));
    jobs.extend(AccountChange::ALL.map(|change| Job::NotifyAccount { account, change, at }));
    jobs
}

#[test]
fn every_job_is_read_back_and_its_kind_and_document_are_told() {
    for known in every_job() {
        let payload = job_payload(known).unwrap();
        assert_eq!(job(&payload), Ok(known), "{payload}");
        assert!(job_payload_version(known) <= PAYLOAD_VERSION, "{payload}");
        let summary = job_summary(&payload);
        let tag = format!(r#"{{"kind":"{}""#, summary.kind.unwrap());
        assert!(payload.starts_with(&tag), "{payload}");
        let document = summary.document.map(|document| document.to_string());
        assert_eq!(document.is_some(), payload.contains(r#""document""#), "{payload}");
    }
}

#[test]
fn why_a_payload_cannot_be_read_is_told_without_what_stands_in_it() {
    for (bad, expected) in [
        ("", "no JSON"),
        ("secret@example.jp", "no JSON"),
        (r#"{"kind":"secret@example.jp"}"#, "no known job"),
        (r#"{"kind":"seal"}"#, "no known job"),
        (r#"{"kind":"seal","document":"secret"}"#, "no known job"),
    ] {
        let why = job(bad).unwrap_err();
        assert!(why.starts_with(expected) && !why.contains("secret"), "{bad}: {why}");
    }
    assert_eq!(job_summary("\u{1b}"), job::JobSummary::default());
    assert_eq!(job_summary(r#"{"kind":"\u001b[2J"}"#).kind, None);
}
