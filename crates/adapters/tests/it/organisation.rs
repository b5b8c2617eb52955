//! Organisations, members and invitations, on both databases.

use crate::databases::on_each;
use crate::people::{NOW, account, after, draft, fresh, own};
use wariin_domain::{
    AccentColour, Account, AdvancedAuthPolicy, Amount, AskedCodes, BrowserKey, CompletionFiles,
    Document, DocumentParts, DocumentPolicy, DocumentStatus, EmailAddress, EmailDomain,
    EnrolmentRule, Events, FactorId, FactorMethod, FileDigest, Identity, Invitation,
    InvitationCode, InvitationId, InvitationState, Job, Language, LinkLife, MailboxCodeId,
    Membership, NewFactorRule, NewInvitation, OrganisationLooks, OrganisationName,
    OrganisationSettings, OutsideRecipients, OwnIdpRule, PostalAddress, RecipientPolicy,
    RequestLanguages, RequestOrigin, RequestReason, RequestRule, RequestedDocuments, Role,
    SealMark, SecondFactorRule, SignIn, SignInMethod, Span, StepUpAge, TimeZoneName,
};
use wariin_ports::{JobQueue, Queue, Storage, StorageError, Views};

fn settings() -> OrganisationSettings {
    OrganisationSettings {
        second_factor: SecondFactorRule::Required,
        policy: DocumentPolicy {
            link_life: LinkLife::new(3).unwrap(),
            step_up_age: StepUpAge::new(5).unwrap(),
            request_languages: RequestLanguages::Any,
            completion: CompletionFiles::Never,
            seal_mark: SealMark::Hidden,
            recipients: RecipientPolicy {
                request: RequestRule {
                    documents: RequestedDocuments::Chosen,
                    from_amount: Some(Amount::parse("1000000").unwrap()),
                    outside: OutsideRecipients::Requested,
                    own_domains: vec![EmailDomain::parse("example.jp").unwrap()],
                },
                enrolment: EnrolmentRule::BehindAccessCode,
                own_idp: OwnIdpRule::Demanded,
                new_factor: NewFactorRule::Hold,
            },
        },
        time_zone: TimeZoneName::parse("Europe/Berlin").unwrap(),
    }
}

#[tokio::test]
async fn settings_and_document_policies_are_read_back_as_saved() {
    on_each(async |test| {
        let storage = &test.database;
        let admin = account(storage, "admin@example.jp").await;
        let mut tx = storage.begin().await.unwrap();
        let mut own = tx.accounts().lock_organisation(own(&admin)).await.unwrap().unwrap();
        assert_eq!(own.settings, OrganisationSettings::default());
        own.settings = settings();
        own.stamp = Some(FileDigest::new([9; 32]));
        own.name = OrganisationName::parse("割印ホールディングス").unwrap();
        own.looks = OrganisationLooks {
            address: Some(PostalAddress::parse("東京都千代田区丸の内1-1").unwrap()),
            logo: Some(FileDigest::new([8; 32])),
            colour: AccentColour::parse("#8b0000").unwrap(),
        };
        tx.accounts().save_organisation(&own, Events::none()).await.unwrap();
        let (mut document, events) = draft(&admin);
        document.apply_policy(settings().policy);
        tx.documents().save(&document, events).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(storage.organisation(own.id).await.unwrap().unwrap(), own);
        let kept = storage.document(document.id).await.unwrap().unwrap();
        assert_eq!(kept.policy, settings().policy);
        // Who set the request of a sent document is kept with the settings of its time; not by the release before.
        let by_organisation = RequestOrigin::Organisation(RequestReason::OutsideRecipient);
        for by in [Some(by_organisation), Some(RequestOrigin::Sender), None] {
            let mut parts: DocumentParts =
                (*storage.document(document.id).await.unwrap().unwrap()).clone();
            parts.status = DocumentStatus::AwaitingConsent { sent_at: NOW };
            parts.advanced_auth = AdvancedAuthPolicy::Enforced { since: NOW, by };
            let sent = Document::restore(parts).unwrap();
            let mut tx = storage.begin().await.unwrap();
            tx.documents().save(&sent, Events::none()).await.unwrap();
            tx.commit().await.unwrap();
            let kept = storage.document(document.id).await.unwrap().unwrap();
            assert_eq!(kept.advanced_auth, sent.advanced_auth);
            assert_eq!(kept.policy, settings().policy);
        }
    })
    .await;
}

#[tokio::test]
async fn members_and_admins_are_counted_and_moved() {
    on_each(async |test| {
        let storage = &test.database;
        let admin = account(storage, "admin@example.jp").await;
        let mut moved = account(storage, "taro@example.com").await;
        let before = own(&moved);
        moved.membership = Membership::Member { organisation: own(&admin), role: Role::Manager };
        let (document, events) = draft(&admin);
        let mut tx = storage.begin().await.unwrap();
        tx.accounts().save(&moved, Events::none()).await.unwrap();
        assert_eq!(tx.accounts().count_members(own(&admin)).await.unwrap(), 2);
        assert_eq!(tx.accounts().count_admins(own(&admin)).await.unwrap(), 1);
        assert_eq!(tx.accounts().count_members(before).await.unwrap(), 0);
        assert!(!tx.documents().exist_in(own(&admin)).await.unwrap());
        tx.documents().save(&document, events).await.unwrap();
        assert!(tx.documents().exist_in(own(&admin)).await.unwrap());
        let unfinished = tx.documents().unfinished_of(admin.id, own(&admin)).await.unwrap();
        assert_eq!(unfinished, [document.id]);
        assert!(tx.documents().unfinished_of(moved.id, before).await.unwrap().is_empty());
        tx.commit().await.unwrap();
        let members = storage.members(own(&admin)).await.unwrap();
        let roles: Vec<Role> = members.iter().filter_map(|m| m.account.membership.role()).collect();
        assert_eq!(members.len(), 2);
        assert!(roles.contains(&Role::Manager) && members.iter().all(|m| !m.has_factor));

        // O-41
        moved.membership = Membership::Guest;
        let mut tx = storage.begin().await.unwrap();
        tx.accounts().save(&moved, Events::none()).await.unwrap();
        assert_eq!(tx.accounts().find(moved.id).await.unwrap().unwrap(), moved);
        assert_eq!(tx.accounts().count_members(own(&admin)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        let known = storage.accounts().await.unwrap();
        let guest = known.iter().find(|known| known.account.id == moved.id).unwrap();
        assert_eq!((&guest.account, &guest.organisation), (&moved, &None));
    })
    .await;
}

fn invite(admin: &Account, email: &str) -> Invitation {
    let factor = FactorId::from(fresh());
    let method = SignInMethod::TwoFactor {
        at: NOW,
        factor,
        method: FactorMethod::Totp,
        enrolled_at: NOW,
        behind_code: Some(true),
    };
    let sign_in = SignIn::new(admin.id, method);
    let name = wariin_domain::OrganisationName::parse("割印商事").unwrap();
    let own = wariin_domain::Organisation::new(own(admin), name);
    let by = own.administered_by(Identity::new(admin, &sign_in).unwrap()).unwrap();
    let email = EmailAddress::parse(email).unwrap();
    let new = NewInvitation { id: InvitationId::from(fresh()), email, role: Role::Manager };
    Invitation::new(new, by, NOW).0
}

#[tokio::test]
async fn an_invitation_is_read_back_complete_and_an_address_has_one_open_invitation() {
    on_each(async |test| {
        let storage = &test.database;
        let admin = account(storage, "admin@example.jp").await;
        let mut invitation = invite(&admin, "new@example.jp");
        let code = |browser| InvitationCode {
            id: MailboxCodeId::from(fresh()),
            browser: BrowserKey::new([browser; 32]),
            asked_at: after(1),
        };
        invitation.codes = vec![code(5), code(6)];
        invitation.codes_asked = 3;
        let mut tx = storage.begin().await.unwrap();
        tx.invitations().save(&invitation, Events::none()).await.unwrap();
        assert_eq!(tx.invitations().count_open(own(&admin)).await.unwrap(), 1);
        assert_eq!(tx.invitations().count_mailed(own(&admin), NOW).await.unwrap(), 1);
        let newest = tx.invitations().newest(own(&admin), &invitation.email).await;
        assert_eq!(newest.unwrap().unwrap(), invitation);
        tx.commit().await.unwrap();
        assert_eq!(storage.invitation(invitation.id).await.unwrap().unwrap(), invitation);
        assert_eq!(storage.invitations(own(&admin)).await.unwrap(), [invitation.clone()]);

        let mut tx = storage.begin().await.unwrap();
        let second = tx.invitations().save(&invite(&admin, "new@example.jp"), Events::none()).await;
        assert!(matches!(second, Err(StorageError::Duplicate)));
        drop(tx);

        invitation.state = InvitationState::Withdrawn;
        let mut tx = storage.begin().await.unwrap();
        tx.invitations().save(&invitation, Events::none()).await.unwrap();
        tx.invitations().save(&invite(&admin, "new@example.jp"), Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = storage.begin().await.unwrap();
        assert_eq!(tx.invitations().find(invitation.id).await.unwrap().unwrap(), invitation);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_and_its_code_are_jobs() {
    on_each(async |test| {
        let storage = &test.database;
        let admin = account(storage, "admin@example.jp").await;
        let mut invitation = invite(&admin, "new@example.jp");
        let code = MailboxCodeId::from(fresh());
        let asked = invitation
            .ask_for_code(code, BrowserKey::new([5; 32]), AskedCodes::default(), NOW)
            .unwrap();
        let mut tx = storage.begin().await.unwrap();
        tx.audit().append(asked).await.unwrap();
        tx.commit().await.unwrap();
        let claimed = storage.claim(Queue::Email, after(1), Span::minutes(2), 10).await.unwrap();
        let jobs: Vec<Job> = claimed.iter().map(|item| item.job).collect();
        assert_eq!(jobs, [Job::MailInvitationCode { invitation: invitation.id, code }]);
    })
    .await;
}

// T-062 PO-05
#[tokio::test]
async fn a_template_is_read_back_complete_and_without_the_request() {
    on_each(async |test| {
        let storage = &test.database;
        let admin = account(storage, "admin@example.jp").await;
        let (mut document, _) = draft(&admin);
        let factor = FactorId::from(fresh());
        let method = SignInMethod::TwoFactor {
            at: NOW,
            factor,
            method: FactorMethod::Totp,
            enrolled_at: NOW,
            behind_code: Some(true),
        };
        let by = SignIn::new(admin.id, method);
        let copy = wariin_domain::CopyRecipient {
            id: fresh().into(),
            name: admin.name.clone(),
            email: EmailAddress::parse("copy@example.jp").unwrap(),
        };
        let _ = document.add_copy(copy, &by, NOW).unwrap();
        let _ = document.request_advanced_auth(&by, NOW).unwrap();
        let name = wariin_domain::Title::parse("ひな形").unwrap();
        let (mut template, events) =
            document.save_as_template(fresh().into(), name, &by, NOW).unwrap();
        let mut tx = storage.begin().await.unwrap();
        tx.templates().save(&template, Events::none()).await.unwrap();
        tx.audit().append(events).await.unwrap();
        assert_eq!(tx.templates().count(own(&admin)).await.unwrap(), 1);
        assert_eq!(tx.templates().find(template.id).await.unwrap().unwrap(), template);
        tx.commit().await.unwrap();
        assert_eq!(storage.templates(own(&admin)).await.unwrap(), [template.clone()]);
        let elsewhere = own(&account(storage, "b@example.jp").await);
        assert!(storage.templates(elsewhere).await.unwrap().is_empty());
        let owner = wariin_ports::FileOwner::Template(template.id);
        let stored = |digest| wariin_ports::StoredFile { owner, digest };
        let files: Vec<_> = template.files.iter().map(|file| stored(file.digest)).collect();
        assert!(!files.is_empty());
        assert_eq!(storage.shared_files().await.unwrap(), files);

        template.name = wariin_domain::Title::parse("別の名前").unwrap();
        let mut tx = storage.begin().await.unwrap();
        tx.templates().save(&template, Events::none()).await.unwrap();
        assert_eq!(tx.templates().find(template.id).await.unwrap().unwrap(), template);
        tx.templates().remove(template.id, Events::none()).await.unwrap();
        assert!(tx.templates().find(template.id).await.unwrap().is_none());
    })
    .await;
}

// T-082 T-085
#[tokio::test]
async fn forwarding_access_code_its_count_and_an_unlocked_session_are_read_back_as_saved() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (mut document, mut events) = draft(&sender);
        let by = crate::people::by_totp(sender.id);
        let first = document.recipients[0].clone();
        let mut details = first.details.clone();
        details.access_code = Some(wariin_domain::AccessCodeHash("hash".into()));
        events = events.and(document.change_recipient(first.id, details, &by, NOW).unwrap());
        events = events.and(document.send(&by, NOW).unwrap());
        let to = wariin_domain::ForwardTo {
            id: fresh().into(),
            name: sender.name.clone(),
            email: EmailAddress::parse("jiro@example.com").unwrap(),
            organisation: None,
        };
        let next = to.id;
        let requester = wariin_domain::Requester::LinkHolder { recipient: first.id, generation: 1 };
        let access = wariin_domain::AccessRequest { requester, unlocked: Some(first.id) };
        events = events.and(document.forward(first.id, access, to, after(1)).unwrap());
        let kept = crate::people::kept(storage, &document, events).await;
        assert_eq!(kept.recipients, document.recipients);
        assert_eq!(kept.recipients[1].id, next);
        let claimed = storage.claim(Queue::Email, after(2), Span::minutes(2), 10).await.unwrap();
        let told = Job::NotifyForwarded { document: document.id, recipient: first.id };
        assert!(claimed.iter().any(|item| item.job == told));

        let mut tx = storage.begin().await.unwrap();
        let key = wariin_domain::SessionKey::new([9; 32]);
        let session = wariin_domain::Session {
            unlocked: vec![first.id, next],
            ..wariin_domain::Session::begin(key, NOW)
        };
        tx.sessions().add(&session, Events::none()).await.unwrap();
        assert_eq!(tx.sessions().find(key).await.unwrap().unwrap(), session);
    })
    .await;
}

// EN-09
#[tokio::test]
async fn documents_that_wait_for_an_account_are_found_by_account_or_address_and_a_hold_is_read_back()
 {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let hanako = account(storage, "hanako@example.com").await;
        let stranger = account(storage, "stranger@example.net").await;
        let by = crate::people::by_totp(sender.id);
        let (mut document, mut events) = draft(&sender);
        events = events.and(document.request_advanced_auth(&by, NOW).unwrap());
        let mut tx = storage.begin().await.unwrap();
        tx.documents().save(&document, events).await.unwrap();
        assert!(tx.documents().awaiting(&hanako).await.unwrap().is_empty(), "a draft");
        tx.commit().await.unwrap();
        let sent = crate::people::stepped(storage, document.id, |document| {
            document.send(&by, after(1)).unwrap()
        })
        .await;
        let mut tx = storage.begin().await.unwrap();
        assert_eq!(tx.documents().awaiting(&hanako).await.unwrap(), [sent.id]);
        assert!(tx.documents().awaiting(&stranger).await.unwrap().is_empty());
        drop(tx);
        let why = wariin_domain::HoldReason::IdpUnlinked;
        let held = crate::people::stepped(storage, sent.id, |document| {
            document.hold(&hanako, why, after(2))
        })
        .await;
        let kept = storage.document(sent.id).await.unwrap().unwrap();
        assert_eq!(kept.recipients, held.recipients);
        assert!(kept.recipients[1].held.is_some());
        let claimed = storage.claim(Queue::Email, after(3), Span::minutes(2), 10).await.unwrap();
        let recipient = kept.recipients[1].id;
        let told = Job::NotifyHeld { document: sent.id, recipient };
        assert!(claimed.iter().any(|item| item.job == told));
    })
    .await;
}

// EN-06
#[tokio::test]
async fn documents_that_a_report_concerns_wait_for_the_account_or_hold_a_consent_of_it_since_then()
{
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let hanako = account(storage, "hanako@example.com").await;
        let by = crate::people::by_totp(sender.id);
        let (mut document, mut events) = draft(&sender);
        events = events.and(document.request_advanced_auth(&by, NOW).unwrap());
        events = events.and(document.send(&by, NOW).unwrap());
        crate::people::kept(storage, &document, events).await;
        let concerned = async |account: &Account, since| {
            let mut tx = storage.begin().await.unwrap();
            tx.documents().concerned_by(account, since).await.unwrap()
        };
        let stranger = account(storage, "stranger@example.net").await;
        assert_eq!(concerned(&hanako, NOW).await, [document.id]);
        assert!(concerned(&stranger, NOW).await.is_empty());

        let agreed = crate::people::stepped(storage, document.id, |document| {
            let first = crate::people::consent(document, 0, after(1));
            first.and(crate::people::consent(document, 1, after(2)))
        })
        .await;
        assert!(agreed.is_sealing());
        let bound = Account { id: agreed.recipients[1].account.unwrap(), ..hanako.clone() };
        assert!(concerned(&hanako, NOW).await.is_empty(), "another account consented");
        assert_eq!(concerned(&bound, NOW).await, [document.id]);
        assert!(concerned(&bound, after(3)).await.is_empty(), "it did before the change");

        let mut reported = Account { reported_at: Some(after(1)), ..hanako.clone() };
        for settled_at in [None, Some(after(2))] {
            reported.settled_at = settled_at;
            let mut tx = storage.begin().await.unwrap();
            tx.accounts().save(&reported, Events::none()).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(storage.account(hanako.id).await.unwrap().unwrap(), reported);
        }
    })
    .await;
}

#[tokio::test]
async fn an_account_keeps_the_language_that_its_person_chose() {
    on_each(async |test| {
        let storage = &test.database;
        let mut account = account(storage, "reader@example.jp").await;
        assert_eq!(account.language, Language::English);
        let mut tx = storage.begin().await.unwrap();
        let events = account.choose_language(Language::TraditionalChinese);
        tx.accounts().save(&account, events).await.unwrap();
        tx.commit().await.unwrap();
        let found = storage.account(account.id).await.unwrap().unwrap();
        assert_eq!(found.language, Language::TraditionalChinese);
    })
    .await;
}
