//! Queries: what they show, and which callers they show nothing.

use crate::company::{connection, said};
use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, draft, factor_id, guest, membership, organisation, phone,
    sender, sent, session, taro,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, BackupCodeStock, BrowserKey, ClientNetwork, EmailAddress, Factor, FactorKind,
    FactorState, FileId, FirstLogin, IdpConnectionId, Invitation, InvitationId, InvitationState,
    Membership, Organisation, OrganisationId, OrganisationSettings, Role, SecondFactorRule,
    Session, SignIn, Template, TemplateId, Throttle, Title, Uuid,
};
use wariin_ports::mock::MockWork;
use wariin_ports::{
    AuditReport, DocumentFilter, DocumentHistory, DocumentOrder, DocumentPage, DocumentScope,
    DocumentSearch, Member,
};
use wariin_usecases::{
    Caller, DocumentSelection, Error, Ports, Principal, Result, all_idp_connections,
    another_member, document_file, export_history, has_factor, id_token_file, idp_connection,
    idp_connections, invitation, managed_document_page, managed_documents, managed_documents_up_to,
    managed_size, managed_template, members, newest_checkpoint, organisation_of_address,
    organisation_settings, own_document, own_documents, pending_first_login, security_settings,
    sent_document, templates, verify_audit,
};

fn foreign() -> OrganisationId {
    OrganisationId::from(Uuid::from_u128(2))
}

/// A caller who is signed in like this, as a member of the organisation.
fn caller(account: Account, sign_in: SignIn, organisation: Organisation) -> Caller {
    Caller { session: session(sign_in), account: Some(account), organisation: Some(organisation) }
}

/// The sender by password, in this role.
fn as_role(role: Role) -> Caller {
    let account = Account { membership: membership(1, role), ..sender() };
    let sign_in = by_password(&account);
    caller(account, sign_in, organisation())
}

/// An admin of another organisation, by two factors.
fn stranger() -> Caller {
    let account = Account { membership: Membership::of_founder(foreign()), ..taro() };
    let sign_in = by_totp(&account, NOW);
    caller(account, sign_in, Organisation { id: foreign(), ..organisation() })
}

/// An account of the sender's organisation that has moved there from another one, or the other way
/// round: the same person, another organisation.
fn moved_sender() -> Caller {
    let account = Account { membership: Membership::of_founder(foreign()), ..sender() };
    let sign_in = by_totp(&account, NOW);
    caller(account, sign_in, Organisation { id: foreign(), ..organisation() })
}

/// The sender by password, where the organisation demands a second factor.
fn weak(role: Role) -> Caller {
    let settings = OrganisationSettings {
        second_factor: SecondFactorRule::Required,
        ..OrganisationSettings::default()
    };
    let organisation = Organisation { settings, ..organisation() };
    Caller { organisation: Some(organisation), ..as_role(role) }
}

fn selection() -> DocumentSelection {
    DocumentSelection {
        filter: DocumentFilter::All,
        search: DocumentSearch::default(),
        order: DocumentOrder::Updated,
        after: None,
        limit: 50,
    }
}

/// The query reads nothing for a browser without a session, a session without an account, and a member
/// without the second factor that the organisation demands. (A double of which nothing is expected
/// fails the test when it is read.)
async fn expect_members_only(role: Role, query: impl AsyncFn(Option<&Caller>) -> Result<()>) {
    assert!(matches!(query(None).await, Err(Error::NotSignedIn)));
    let nameless = Caller {
        session: Session { sign_in: None, ..as_role(role).session },
        account: None,
        organisation: None,
    };
    assert!(matches!(query(Some(&nameless)).await, Err(Error::NotSignedIn)));
    assert!(matches!(query(Some(&weak(role))).await, Err(Error::FactorDemanded)));
    // O-41
    let visitor = Caller { account: Some(guest(sender())), organisation: None, ..as_role(role) };
    assert!(matches!(query(Some(&visitor)).await, Err(Error::Guest)));
}

/// Beside that, the query reads nothing for members with another role.
async fn expect_role_only(role: Role, query: impl AsyncFn(Option<&Caller>) -> Result<()>) {
    for other in [Role::Member, Role::Admin, Role::Manager] {
        if other != role {
            assert!(
                matches!(query(Some(&as_role(other))).await, Err(Error::NotFound)),
                "{other:?}"
            );
        }
    }
    expect_members_only(role, query).await;
}

#[tokio::test]
async fn a_members_query_reads_nothing_without_a_sign_in_or_the_demanded_factor() {
    let (ports, _) = Ports::mock().wire();
    let (id, template) = (sent(true).id, TemplateId::from(Uuid::from_u128(1)));
    let file = FileId::from(Uuid::from_u128(7));
    let role = Role::Member;
    expect_members_only(role, async |c| own_document(&ports, c, id).await.map(drop)).await;
    expect_members_only(role, async |c| sent_document(&ports, c, id).await.map(drop)).await;
    expect_members_only(role, async |c| document_file(&ports, c, id, file).await.map(drop)).await;
    expect_members_only(role, async |c| id_token_file(&ports, c, id).await.map(drop)).await;
    expect_members_only(role, async |c| own_documents(&ports, c, selection()).await.map(drop))
        .await;
    expect_members_only(role, async |c| templates(&ports, c).await.map(drop)).await;
    expect_members_only(role, async |c| managed_template(&ports, c, template).await.map(drop))
        .await;
}

#[tokio::test]
async fn an_admins_query_reads_nothing_for_every_other_role() {
    let (ports, _) = Ports::mock().wire();
    let (id, connection) = (taro().id, connection().id);
    let role = Role::Admin;
    expect_role_only(role, async |c| organisation_settings(c).map(drop)).await;
    expect_role_only(role, async |c| members(&ports, c).await.map(drop)).await;
    expect_role_only(role, async |c| another_member(&ports, c, id).await.map(drop)).await;
    expect_role_only(role, async |c| idp_connections(&ports, c).await.map(drop)).await;
    expect_role_only(role, async |c| idp_connection(&ports, c, connection).await.map(drop)).await;
}

#[tokio::test]
async fn a_managers_query_reads_nothing_for_every_other_role() {
    let (ports, _) = Ports::mock().wire();
    let role = Role::Manager;
    expect_role_only(role, async |c| managed_documents(&ports, c, selection()).await.map(drop))
        .await;
    expect_role_only(role, async |c| {
        managed_documents_up_to(&ports, c, selection(), 10).await.map(drop)
    })
    .await;
    expect_role_only(role, async |c| managed_size(&ports, c, &[]).await.map(drop)).await;
}

#[tokio::test]
async fn a_document_does_not_exist_for_other_senders_and_in_other_organisations() {
    let mut world = Ports::mock();
    world.views.expect_document().returning(|_| Ok(Some(sent(true))));
    let (ports, _) = world.wire();
    let id = sent(true).id;
    let colleague = caller(taro(), by_totp(&taro(), NOW), organisation());
    for foreign in [&stranger(), &moved_sender(), &colleague] {
        assert!(matches!(own_document(&ports, Some(foreign), id).await, Err(Error::NotFound)));
        assert!(matches!(sent_document(&ports, Some(foreign), id).await, Err(Error::NotFound)));
        assert!(matches!(id_token_file(&ports, Some(foreign), id).await, Err(Error::NotFound)));
        let file = document_file(&ports, Some(foreign), id, FileId::from(Uuid::from_u128(7)));
        assert!(matches!(file.await, Err(Error::NotFound)));
    }
    let own = own_document(&ports, Some(&as_role(Role::Member)), id).await.unwrap();
    assert_eq!(own.id, id);
}

#[tokio::test]
async fn a_list_holds_the_callers_own_documents_whatever_is_selected() {
    let mut world = Ports::mock();
    world.views.expect_documents().times(2).returning(|query| {
        let own = DocumentScope::Own(sender().id, organisation().id);
        assert!([own, DocumentScope::Managed(organisation().id)].contains(&query.scope));
        Ok(DocumentPage::default())
    });
    let (ports, _) = world.wire();
    own_documents(&ports, Some(&as_role(Role::Member)), selection()).await.unwrap();
    managed_documents(&ports, Some(&as_role(Role::Manager)), selection()).await.unwrap();
}

#[tokio::test]
async fn a_template_is_changed_by_its_author_and_admins_only_and_lists_say_so() {
    let saved = TemplateId::from(Uuid::from_u128(1));
    let name = Title::parse("ひな形").unwrap();
    let (template, _) =
        draft().save_as_template(saved, name, &by_password(&sender()), NOW).unwrap();
    let template = Template { author: taro().id, ..template };
    let id = template.id;
    let mut world = Ports::mock();
    world.views.expect_templates().returning(move |of| {
        Ok(if of == organisation().id { vec![template.clone()] } else { vec![] })
    });
    let (ports, _) = world.wire();
    let (member, admin) = (as_role(Role::Member), as_role(Role::Admin));
    assert!(!templates(&ports, Some(&member)).await.unwrap()[0].is_managed);
    assert!(matches!(managed_template(&ports, Some(&member), id).await, Err(Error::NotFound)));
    assert!(templates(&ports, Some(&admin)).await.unwrap()[0].is_managed);
    assert_eq!(managed_template(&ports, Some(&admin), id).await.unwrap().id, id);
    assert!(templates(&ports, Some(&stranger())).await.unwrap().is_empty());
    assert!(matches!(managed_template(&ports, Some(&stranger()), id).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn an_admin_sees_the_members_of_the_own_organisation_and_changes_others_only() {
    let mut world = Ports::mock();
    world.views.expect_members().returning(|of| {
        let people = [sender(), taro()].map(|account| Member { account, has_factor: false });
        Ok(if of == organisation().id { people.to_vec() } else { vec![] })
    });
    world.views.expect_invitations().returning(|of| {
        assert_eq!(of, organisation().id);
        Ok(vec![])
    });
    let (ports, _) = world.wire();
    let admin = as_role(Role::Admin);
    let page = members(&ports, Some(&admin)).await.unwrap();
    assert_eq!((page.members.len(), page.own), (2, sender().id));
    let other = another_member(&ports, Some(&admin), taro().id).await.unwrap();
    assert_eq!(other.account.id, taro().id);
    for (caller, id) in [(&admin, sender().id), (&stranger(), sender().id)] {
        assert!(matches!(another_member(&ports, Some(caller), id).await, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn a_connection_of_another_organisation_does_not_exist() {
    let mut world = Ports::mock();
    world.views.expect_idp_connections().returning(|of| {
        Ok(if of == Some(organisation().id) { vec![connection()] } else { vec![] })
    });
    let (ports, _) = world.wire();
    let admin = as_role(Role::Admin);
    assert_eq!(idp_connections(&ports, Some(&admin)).await.unwrap().len(), 1);
    assert!(idp_connection(&ports, Some(&admin), connection().id).await.is_ok());
    let unknown = IdpConnectionId::from(Uuid::from_u128(9));
    for (caller, id) in [(&admin, unknown), (&stranger(), connection().id)] {
        assert!(matches!(idp_connection(&ports, Some(caller), id).await, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn a_manager_looks_by_the_session_as_it_is_in_the_unit_of_work() {
    let weak = crate::world::work(Some(session(by_password(&sender()))), vec![sender()]);
    let (ports, commits) = Ports::mock().with([weak]).wire();
    let page = managed_document_page(&ports, PRINCIPAL, sent(true).id).await;
    assert!(matches!(page, Err(Error::NotFound)), "an admin is no manager");
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

fn invited(state: InvitationState) -> Invitation {
    Invitation {
        id: InvitationId::from(Uuid::from_u128(70)),
        organisation: organisation().id,
        email: taro().email,
        role: Role::Member,
        invited_by: sender().id,
        mailed_at: NOW,
        state,
        codes: Vec::new(),
        codes_asked: 0,
    }
}

#[tokio::test]
async fn an_invitation_is_shown_while_it_is_open_and_knows_the_invited_account() {
    for (state, is_open) in [
        (InvitationState::Open, true),
        (InvitationState::Accepted, false),
        (InvitationState::Withdrawn, false),
    ] {
        let mut world = Ports::mock();
        world.views.expect_invitation().returning(move |_| Ok(Some(invited(state))));
        world.views.expect_organisation().returning(|_| Ok(Some(organisation())));
        let (ports, _) = world.wire();
        let id = invited(state).id;
        let page = invitation(&ports, None, id).await;
        assert_eq!(page.is_ok(), is_open, "{state:?}");
        if let Ok(page) = page {
            assert!(!page.is_invited);
            let own = caller(taro(), by_password(&taro()), organisation());
            assert!(invitation(&ports, Some(&own), id).await.unwrap().is_invited);
            let other = as_role(Role::Member);
            assert!(!invitation(&ports, Some(&other), id).await.unwrap().is_invited);
        }
    }
}

fn factor() -> Factor {
    Factor {
        id: factor_id(),
        account: sender().id,
        name: phone(),
        kind: FactorKind::Totp { last_step: None },
        state: FactorState::Active { confirmed_at: NOW, behind_code: None },
        throttle: Throttle::clear(),
        last_used_at: None,
    }
}

#[tokio::test]
async fn security_settings_are_the_callers_own_and_shown_where_a_factor_is_demanded() {
    let mut world = Ports::mock();
    let own = mockall::predicate::eq(sender().id);
    world.views.expect_factors().with(own).returning(|_| Ok(vec![factor()]));
    let stock = BackupCodeStock { left: 8, are_saved: true };
    world.views.expect_backup_codes().with(own).returning(move |_| Ok(stock));
    world.views.expect_idp_serving().returning(|_| Ok(None));
    let (ports, _) = world.wire();
    assert!(matches!(security_settings(&ports, None).await, Err(Error::NotSignedIn)));
    assert!(matches!(has_factor(&ports, None).await, Err(Error::NotSignedIn)));
    let shown = security_settings(&ports, Some(&weak(Role::Member))).await.unwrap();
    assert_eq!((shown.factors, shown.backup_codes), (vec![factor()], stock));
    assert!(shown.is_factor_demanded);
    let shown = security_settings(&ports, Some(&as_role(Role::Member))).await.unwrap();
    assert!(!shown.is_factor_demanded);
    assert!(has_factor(&ports, Some(&as_role(Role::Member))).await.unwrap());
}

#[tokio::test]
async fn a_first_login_is_shown_to_the_browser_that_began_it_only() {
    for (browser, is_own) in [([7; 32], true), ([8; 32], false)] {
        let mut work = MockWork::default();
        work.accounts.expect_find_by_email().returning(|_| Ok(None));
        let mut world = Ports::mock().with([work]);
        world.tokens.expect_browser_key().returning(move |_| BrowserKey::new(browser));
        world.views.expect_first_login().returning(move |id| {
            Ok(Some(FirstLogin {
                id,
                browser: BrowserKey::new([7; 32]),
                network: ClientNetwork::new([0; 16]),
                said: said(),
                address: taro().email,
                next: "documents".into(),
                at: NOW,
                throttle: Throttle::clear(),
            }))
        });
        let (ports, _) = world.wire();
        let id = Uuid::from_u128(3).into();
        match pending_first_login(&ports, "browser", id).await {
            Ok(pending) => assert!(is_own && !pending.has_factor),
            Err(error) => assert!(!is_own && matches!(error, Error::UnknownAuthorization)),
        }
    }
}

#[tokio::test]
async fn what_concerns_every_organisation_is_read_by_the_operator_only() {
    let address = EmailAddress::parse("sender@example.jp").unwrap();
    let (ports, _) = Ports::mock().wire();
    let connections = all_idp_connections(&ports, PRINCIPAL).await;
    assert!(matches!(connections, Err(Error::NotFound)));
    assert!(matches!(verify_audit(&ports, PRINCIPAL).await, Err(Error::NotFound)));
    assert!(matches!(newest_checkpoint(&ports, PRINCIPAL).await, Err(Error::NotFound)));
    assert!(matches!(export_history(&ports, PRINCIPAL, draft().id).await, Err(Error::NotFound)));
    let organisation_id = organisation_of_address(&ports, PRINCIPAL, &address).await;
    assert!(matches!(organisation_id, Err(Error::NotFound)));

    let mut work = MockWork::default();
    work.accounts.expect_find_by_email().returning(|_| Ok(Some(sender())));
    let mut world = Ports::mock().with([work]);
    world.views.expect_idp_connections().returning(|of| {
        assert_eq!(of, None);
        Ok(vec![connection()])
    });
    world.views.expect_verify_audit().returning(|| {
        Ok(AuditReport { events: 1, integrated: 1, checkpoint: None, problems: vec![] })
    });
    world.log.expect_checkpoint().returning(|| Ok(Some("checkpoint".into())));
    world.log.expect_integrate().times(2).returning(|| Ok(1));
    world.log.expect_history().returning(|id| {
        Ok((id == draft().id).then(|| DocumentHistory { json: "{}".into(), checkpoint: None }))
    });
    let (ports, _) = world.wire();
    let operator = Principal::Operator;
    assert_eq!(newest_checkpoint(&ports, operator).await.unwrap().as_deref(), Some("checkpoint"));
    assert_eq!(export_history(&ports, operator, draft().id).await.unwrap(), "{}");
    let unknown = export_history(&ports, operator, Uuid::from_u128(404).into()).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    assert_eq!(all_idp_connections(&ports, operator).await.unwrap().len(), 1);
    assert_eq!(verify_audit(&ports, operator).await.unwrap().events, 1);
    let found = organisation_of_address(&ports, operator, &address).await.unwrap();
    assert_eq!(found, organisation().id);
}
