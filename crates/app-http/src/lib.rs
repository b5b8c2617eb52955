//! The Wariin server: the URL map, and what every page is served through.

// It panics where standard error cannot be written to.
#![warn(clippy::print_stderr)]
// So does standard output: what is printed goes through `output`.
#![warn(clippy::print_stdout)]

// First, so that all others print by its macros.
#[macro_use]
mod output;

mod cli;
mod config;
mod demo;
mod email;
mod error;
mod health;
mod i18n;
mod log;
mod memory;
mod metrics;
mod pages;
mod serve;
mod stores;
mod switch;
mod web;
mod wiring;

mod worker;

use pages::{
    account, account_report, dev, documents, forgotten_password, health as health_pages, idp,
    invitation, keeping, kept, language, log as log_pages, managed, members, organisation, passkey,
    received, recipient, security, setup, sign_in, templates, verify, wizard,
};

pub use cli::{Cli, run};
pub use config::{ConfigError, Settings, TrustedProxies};
pub use log::{flush_log, say};
pub use memory::return_large_buffers;
pub use output::ended;
pub use serve::app;
pub use web::{Access, Entry, FormBody, Map};
pub use wiring::{App, StartError};
pub use worker::work_until_idle;

/// Every address of the service, with who may reach it.
pub fn map() -> Map {
    recipients(wizard(senders(managers(providers(organisation(accounts(Map::new())))))))
}

/// What a process answers that only runs jobs: how it is.
pub(crate) fn worker_map() -> Map {
    health_of(Map::new())
}

fn health_of(map: Map) -> Map {
    map.get("/health", Access::Public, health_pages::ready)
        .get("/health/live", Access::Public, health_pages::live)
        .get("/health/ready", Access::Public, health_pages::ready)
}

/// Setting the service up, signing in and out, the second factor.
fn accounts(map: Map) -> Map {
    health_of(map)
        .get("/", Access::Public, documents::home)
        .get("/log/checkpoint", Access::Program, log_pages::checkpoint)
        .get("/log/checkpoint.tst", Access::Program, log_pages::timestamp)
        .get("/log/tile/:level/*path", Access::Program, log_pages::tile)
        .get("/help", Access::Public, dev::help)
        .post("/language", Access::Public, language::choose)
        .get("/assets/:file", Access::Public, web::assets::asset)
        // what a file is worth, for those who hold it
        .get("/verify", Access::Visitor, verify::show)
        .upload("/verify", Access::Visitor, verify::check)
        .upload("/verify.json", Access::Program, verify::check_for_program)
        // setting the service up, signing in and out
        .get("/setup", Access::Public, setup::show)
        .post("/setup", Access::Public, setup::submit)
        .get("/sign-in", Access::Public, sign_in::show)
        .post("/sign-in", Access::Public, sign_in::submit)
        .get("/sign-in/code", Access::AwaitsCode, sign_in::show_code)
        .post("/sign-in/code", Access::AwaitsCode, sign_in::submit_code)
        // by passkey
        .post("/sign-in/passkey/begin", Access::Public, passkey::begin_sign_in)
        .post("/sign-in/passkey", Access::Public, passkey::submit_sign_in)
        .post("/sign-in/code/passkey/begin", Access::AwaitsCode, passkey::begin_step_up)
        .post("/sign-in/code/passkey", Access::AwaitsCode, passkey::submit_step_up)
        .post("/settings/security/passkeys/begin", Access::SignedIn, passkey::begin_enrolment)
        .post("/settings/security/passkeys", Access::SignedIn, passkey::submit_enrolment)
        .post(
            "/settings/security/remove/:factor/passkey/begin",
            Access::SignedIn,
            passkey::begin_removal,
        )
        .post(
            "/settings/security/remove/:factor/passkey",
            Access::SignedIn,
            passkey::submit_removal,
        )
        .get("/sign-in/backup-code", Access::AwaitsCode, sign_in::show_backup_code)
        .post("/sign-in/backup-code", Access::AwaitsCode, sign_in::submit_backup_code)
        // a forgotten password
        .get("/forgotten-password", Access::Public, forgotten_password::show)
        .post("/forgotten-password", Access::Public, forgotten_password::ask)
        .get("/p/:token", Access::Public, forgotten_password::follow)
        .get("/new-password", Access::Public, forgotten_password::show_new)
        .post("/new-password", Access::Public, forgotten_password::set_new)
        .post("/new-password/begin", Access::Public, forgotten_password::begin_by_passkey)
        // a change that the owner of the account did not make
        .get("/n/:token", Access::Public, account_report::follow)
        .get("/not-me", Access::Public, account_report::show)
        .post("/not-me", Access::Public, account_report::report)
        .post("/sign-out", Access::Public, sign_in::sign_out)
        // the own account
        .get("/settings/account", Access::SignedIn, account::show)
        .post("/settings/account/name", Access::SignedIn, account::rename)
        .post("/settings/account/password", Access::SignedIn, account::set_password)
        .get("/settings/account/address", Access::SignedIn, account::address::show)
        .post("/settings/account/address", Access::SignedIn, account::address::ask)
        .get("/settings/account/address/codes", Access::SignedIn, account::address::show_codes)
        .post("/settings/account/address/codes", Access::SignedIn, account::address::complete)
        .post("/settings/account/address/give-up", Access::SignedIn, account::address::give_up)
        .post("/settings/account/factors/:factor/name", Access::SignedIn, account::rename_factor)
        .post("/settings/account/sessions/:session/end", Access::SignedIn, account::end_session)
        .post("/settings/account/sessions/end-others", Access::SignedIn, account::end_others)
        .get("/settings/account/consents", Access::SignedIn, account::consents::show)
        // what was received
        .get("/received-documents", Access::SignedIn, received::list)
        // the second factor
        .get("/settings/security", Access::SignedIn, security::show)
        .post("/settings/security/enrol", Access::SignedIn, security::begin)
        .get("/settings/security/enrol", Access::SignedIn, security::show_enrolment)
        .post("/settings/security/confirm", Access::SignedIn, security::confirm)
        .post("/settings/security/backup-codes", Access::SignedIn, security::backup_codes::make)
        .post(
            "/settings/security/backup-codes/file",
            Access::SignedIn,
            security::backup_codes::file,
        )
        .post("/settings/security/saved", Access::SignedIn, security::backup_codes::saved)
        .get("/settings/security/remove/:factor", Access::SignedIn, security::show_removal)
        .post("/settings/security/remove/:factor", Access::SignedIn, security::remove)
}

/// The organisation: its settings, its members, joining it.
fn organisation(map: Map) -> Map {
    map.get("/settings/organisation", Access::Admin, organisation::show)
        .post("/settings/organisation", Access::Admin, organisation::save)
        .get("/settings/organisation/looks", Access::Admin, organisation::looks::show)
        .post("/settings/organisation/looks", Access::Admin, organisation::looks::save)
        .get("/settings/organisation/logo", Access::Admin, organisation::looks::show_logo)
        .upload("/settings/organisation/logo", Access::Admin, organisation::looks::set)
        .post("/settings/organisation/logo/remove", Access::Admin, organisation::looks::remove)
        .get("/accent/:colour", Access::Public, web::accent_sheet)
        .get("/settings/organisation/recipients", Access::Admin, organisation::recipients::show)
        .post("/settings/organisation/recipients", Access::Admin, organisation::recipients::save)
        .get("/settings/organisation/retention", Access::Admin, organisation::retention::show)
        .post("/settings/organisation/retention", Access::Admin, organisation::retention::save)
        .get("/settings/organisation/retention/documents", Access::Admin, kept::list)
        .get("/settings/organisation/retention/documents/:document", Access::Admin, keeping::show)
        .post(
            "/settings/organisation/retention/documents/:document/hold",
            Access::Admin,
            keeping::hold,
        )
        .post(
            "/settings/organisation/retention/documents/:document/release",
            Access::Admin,
            keeping::release,
        )
        .get("/settings/organisation/seals", Access::Admin, organisation::seals::show)
        .get("/settings/organisation/stamp", Access::Admin, organisation::stamp::show)
        .upload("/settings/organisation/stamp", Access::Admin, organisation::stamp::set)
        .post("/settings/organisation/stamp/remove", Access::Admin, organisation::stamp::remove)
        .get("/settings/members", Access::Admin, members::list)
        .post("/settings/members/invite", Access::Admin, members::invite)
        .post("/settings/members/:member/role", Access::Admin, members::assign)
        .get("/settings/members/:member/remove", Access::Admin, members::confirm_removal)
        .post("/settings/members/:member/remove", Access::Admin, members::remove)
        .get("/settings/members/:member/reset-factor", Access::Admin, members::confirm_reset)
        .post("/settings/members/:member/reset-factor", Access::Admin, members::reset)
        .get(
            "/settings/members/:member/reset-password",
            Access::Admin,
            members::confirm_password_reset,
        )
        .post("/settings/members/:member/reset-password", Access::Admin, members::mail_reset)
        .post("/settings/invitations/:invitation/mail", Access::Admin, members::mail_again)
        .post("/settings/invitations/:invitation/withdraw", Access::Admin, members::withdraw)
        .get("/invitations/:invitation", Access::Public, invitation::show)
        .post("/invitations/:invitation/code", Access::Public, invitation::ask)
        .get("/invitations/:invitation/join", Access::Public, invitation::show_join)
        .post("/invitations/:invitation/join", Access::Public, invitation::join)
        .post("/invitations/:invitation/join/begin", Access::Public, invitation::begin_passkey)
}

/// 管理書類.
fn managers(map: Map) -> Map {
    map.get("/managed-documents", Access::Manager, managed::list)
        .download("/managed-documents/export.csv", Access::Manager, managed::as_table)
        .download("/managed-documents/export.zip", Access::Manager, managed::as_pack)
        .get("/managed-documents/:document", Access::Manager, managed::show)
        .download("/managed-documents/:document/certificate", Access::Manager, managed::certificate)
        .download("/managed-documents/:document/files/:file", Access::Manager, managed::download)
        .download(
            "/managed-documents/:document/files/:file/pages/:page",
            Access::Manager,
            managed::page_image,
        )
        .download(
            "/managed-documents/:document/files/:file/pages/:page/text",
            Access::Manager,
            managed::page_text,
        )
        .get("/managed-documents/:document/keeping", Access::Manager, keeping::show)
        .post("/managed-documents/:document/keeping/hold", Access::Manager, keeping::hold)
        .post("/managed-documents/:document/keeping/release", Access::Manager, keeping::release)
        .post("/managed-documents/:document/keeping/correct", Access::Manager, keeping::correct)
        .download("/managed-documents/:document/evidence", Access::Manager, managed::evidence)
        .download(
            "/managed-documents/:document/fields/:field",
            Access::Manager,
            managed::field_image,
        )
}

/// The organisation's identity provider: signing in with it, linking it, setting it up.
fn providers(map: Map) -> Map {
    map.get("/sign-in/idp", Access::Public, idp::show)
        .post("/sign-in/idp", Access::Public, idp::submit)
        .get("/sign-in/idp/confirm/:first", Access::Public, idp::show_confirm)
        .post("/sign-in/idp/confirm/:first", Access::Public, idp::confirm)
        .get("/idp/:connection/callback", Access::Public, idp::callback)
        .post("/idp/:connection/logout", Access::Machine, idp::logout)
        .post("/settings/security/idp/link", Access::SignedIn, idp::link::begin)
        .get("/settings/security/idp/:connection/unlink", Access::SignedIn, idp::link::confirm)
        .post("/settings/security/idp/:connection/unlink", Access::SignedIn, idp::link::remove)
        // the organisation's identity provider
        .get("/settings/idp", Access::Admin, idp::connection::list)
        .get("/settings/idp/new", Access::Admin, idp::connection::show_new)
        .post("/settings/idp/new", Access::Admin, idp::connection::create)
        .get("/settings/idp/:connection", Access::Admin, idp::connection::show)
        .post("/settings/idp/:connection", Access::Admin, idp::connection::configure)
        .post("/settings/idp/:connection/secret", Access::Admin, idp::connection::replace_secret)
        .post("/settings/idp/:connection/domains", Access::Admin, idp::connection::change_domains)
        .post("/settings/idp/:connection/test", Access::Admin, idp::connection::run_test)
        .get("/settings/idp/:connection/to/:state", Access::Admin, idp::connection::confirm_switch)
        .post("/settings/idp/:connection/to/:state", Access::Admin, idp::connection::switch)
        .get(
            "/settings/idp/:connection/without/:domain",
            Access::Admin,
            idp::connection::confirm_without,
        )
        .get("/settings/idp/:connection/remove", Access::Admin, idp::connection::confirm_removal)
        .post("/settings/idp/:connection/remove", Access::Admin, idp::connection::remove)
}

/// The sender's documents and templates.
fn senders(map: Map) -> Map {
    map.get("/documents", Access::Member, documents::list)
        .get("/documents/keeping", Access::Member, kept::list)
        .get("/documents/new", Access::Member, wizard::prepare::new)
        .upload("/documents/new", Access::Member, wizard::prepare::create)
        .get("/documents/:document", Access::Sender, documents::show)
        .download("/documents/:document/files/:file", Access::Sender, documents::download)
        .download(
            "/documents/:document/files/:file/pages/:page",
            Access::Sender,
            documents::page_image,
        )
        .download(
            "/documents/:document/files/:file/pages/:page/text",
            Access::Sender,
            documents::page_text,
        )
        .download("/documents/:document/fields/:field", Access::Sender, documents::field_image)
        .post("/documents/:document/fields", Access::Sender, wizard::fill::save)
        .download("/documents/:document/certificate", Access::Sender, documents::certificate)
        .download("/documents/:document/evidence", Access::Sender, documents::evidence)
        .download("/documents/:document/id-tokens", Access::Sender, documents::id_tokens)
        .post(
            "/documents/:document/recipients/:recipient/remind",
            Access::Sender,
            documents::remind_recipient,
        )
        .post(
            "/documents/:document/recipients/:recipient/release",
            Access::Sender,
            documents::release_recipient,
        )
        .get(
            "/documents/:document/recipients/:recipient/correct",
            Access::Sender,
            documents::correct::show,
        )
        .post(
            "/documents/:document/recipients/:recipient/correct",
            Access::Sender,
            documents::correct::submit,
        )
        .download("/documents/:document/passkeys", Access::Sender, documents::passkey_evidence)
        .post(
            "/documents/:document/recipients/:recipient/hold",
            Access::Sender,
            documents::hold_recipient,
        )
        .post(
            "/documents/:document/recipients/:recipient/ask-anew",
            Access::Sender,
            documents::ask_recipient_anew,
        )
        .post(
            "/documents/:document/recipients/:recipient/conclusion-mail",
            Access::Sender,
            documents::mail_conclusion,
        )
        .post(
            "/documents/:document/recipients/:recipient/conclusion-told",
            Access::Sender,
            documents::told_of_conclusion,
        )
        .get("/documents/:document/keeping", Access::Sender, keeping::show)
        .post("/documents/:document/keeping/hold", Access::Sender, keeping::hold)
        .post("/documents/:document/keeping/release", Access::Sender, keeping::release)
        .post("/documents/:document/keeping/correct", Access::Sender, keeping::correct)
        .post("/documents/:document/seals", Access::Sender, documents::raise_seals)
        .post("/documents/:document/duplicate", Access::Sender, documents::duplicate)
        .get("/documents/:document/cancel", Access::Sender, documents::confirm_cancel)
        .post("/documents/:document/cancel", Access::Sender, documents::cancel)
        // templates
        .get("/templates", Access::Member, templates::list)
        .post("/templates/:template/begin", Access::Member, templates::begin)
        .get("/templates/:template/name", Access::Member, templates::show_rename)
        .post("/templates/:template/name", Access::Member, templates::rename)
        .get("/templates/:template/delete", Access::Member, templates::confirm_deletion)
        .post("/templates/:template/delete", Access::Member, templates::delete)
        .get("/documents/:document/template", Access::Sender, templates::show_save)
        .post("/documents/:document/template", Access::Sender, templates::save)
}

/// The wizard 01–04.
fn wizard(map: Map) -> Map {
    map.get("/documents/:document/01", Access::Sender, wizard::prepare::show)
        .upload("/documents/:document/01", Access::Sender, wizard::prepare::submit)
        .post("/documents/:document/files/:file/confirm", Access::Sender, wizard::files::confirm)
        .post("/documents/:document/files/:file/remove", Access::Sender, wizard::files::remove)
        .get("/documents/:document/02", Access::Sender, wizard::recipients::show)
        .post("/documents/:document/02", Access::Sender, wizard::recipients::submit)
        .post("/documents/:document/recipients", Access::Sender, wizard::recipients::save)
        .get(
            "/documents/:document/recipients/:recipient/remove",
            Access::Sender,
            wizard::recipients::confirm_removal,
        )
        .post(
            "/documents/:document/recipients/:recipient/remove",
            Access::Sender,
            wizard::recipients::remove,
        )
        .post(
            "/documents/:document/recipients/:recipient/up",
            Access::Sender,
            wizard::recipients::up,
        )
        .post("/documents/:document/copies", Access::Sender, wizard::recipients::add_copy)
        .post(
            "/documents/:document/copies/:copy/remove",
            Access::Sender,
            wizard::recipients::remove_copy,
        )
        .post("/documents/:document/advanced-auth", Access::Sender, wizard::advanced_auth::request)
        .post(
            "/documents/:document/advanced-auth/withdraw",
            Access::Sender,
            wizard::advanced_auth::withdraw,
        )
        .post("/documents/:document/preflight", Access::Sender, wizard::recipients::ask_preflight)
        .get("/documents/:document/03", Access::Sender, wizard::fields::show)
        .large_form("/documents/:document/03", Access::Sender, wizard::fields::submit)
        .get("/documents/:document/03/fields/new", Access::Sender, wizard::fields::edit::new)
        .post("/documents/:document/03/fields", Access::Sender, wizard::fields::edit::create)
        .get("/documents/:document/03/fields/:field", Access::Sender, wizard::fields::edit::show)
        .post("/documents/:document/03/fields/:field", Access::Sender, wizard::fields::edit::change)
        .post(
            "/documents/:document/03/fields/:field/copy",
            Access::Sender,
            wizard::fields::edit::copy,
        )
        .post(
            "/documents/:document/03/fields/:field/remove",
            Access::Sender,
            wizard::fields::edit::remove,
        )
        .get("/documents/:document/04", Access::Sender, wizard::review::show)
        .post("/documents/:document/04", Access::Sender, wizard::review::submit)
}

/// A recipient's path, and what there is only without a mail server.
fn recipients(map: Map) -> Map {
    map.get("/l/:token", Access::Public, recipient::damaged_link::follow)
        .get("/l", Access::Public, recipient::damaged_link::follow_nothing)
        .get("/new-link", Access::Public, recipient::damaged_link::asked)
        .post("/new-link", Access::Public, recipient::damaged_link::ask)
        .get("/r/:recipient", Access::Public, recipient::landing::show)
        .get("/r/:recipient/logo", Access::LinkHolder, recipient::landing::show_logo)
        .post("/r/:recipient/renew", Access::LinkHolder, recipient::landing::renew)
        .get("/r/:recipient/access-code", Access::LinkHolder, recipient::access_code::show)
        .post("/r/:recipient/access-code", Access::LinkHolder, recipient::access_code::check)
        .post("/r/:recipient/open", Access::LinkHolder, recipient::landing::open)
        .get("/r/:recipient/not-me", Access::LinkHolder, recipient::landing::confirm_not_me)
        .post("/r/:recipient/not-me", Access::LinkHolder, recipient::landing::not_me)
        .post("/r/:recipient/not-me/undo", Access::LinkHolder, recipient::landing::take_back)
        .post("/r/:recipient/code", Access::LinkHolder, recipient::code::ask)
        .get("/r/:recipient/code", Access::LinkHolder, recipient::code::show)
        .post("/r/:recipient/code/check", Access::LinkHolder, recipient::code::check)
        .get("/r/:recipient/register", Access::LinkHolder, recipient::register::show)
        .post("/r/:recipient/register", Access::LinkHolder, recipient::register::submit)
        .post("/r/:recipient/register/begin", Access::LinkHolder, passkey::begin_registration)
        .get("/r/:recipient/own-address", Access::LinkHolder, recipient::own_address::show)
        .post("/r/:recipient/password", Access::LinkHolder, recipient::register::set_password)
        .post("/r/:recipient/idp", Access::LinkHolder, recipient::landing::to_idp)
        .get("/r/:recipient/ready", Access::LinkHolder, recipient::preflight::show)
        .post("/r/:recipient/ready", Access::LinkHolder, recipient::preflight::say)
        .get("/r/:recipient/document", Access::Recipient, recipient::document::show)
        .download("/r/:recipient/certificate", Access::Recipient, recipient::document::certificate)
        .download("/r/:recipient/files/:file", Access::Recipient, recipient::document::download)
        .download(
            "/r/:recipient/files/:file/pages/:page",
            Access::Recipient,
            recipient::document::page_image,
        )
        .download(
            "/r/:recipient/files/:file/pages/:page/text",
            Access::Recipient,
            recipient::document::page_text,
        )
        .download("/r/:recipient/evidence", Access::Recipient, recipient::document::evidence)
        .post("/r/:recipient/fields", Access::Recipient, recipient::fields::save)
        .download("/r/:recipient/fields/:field", Access::Recipient, recipient::fields::image)
        .get("/r/:recipient/consent", Access::Recipient, recipient::answer::confirm)
        .post("/r/:recipient/consent", Access::Recipient, recipient::answer::consent)
        .post("/r/:recipient/consent/idp", Access::Recipient, recipient::answer::consent_by_idp)
        .post("/r/:recipient/consent/passkey/begin", Access::Recipient, passkey::begin_consent)
        .post("/r/:recipient/consent/passkey", Access::Recipient, passkey::submit_consent)
        .get("/r/:recipient/forward", Access::Recipient, recipient::forward::show)
        .post("/r/:recipient/forward", Access::Recipient, recipient::forward::submit)
        .post("/r/:recipient/forward/begin", Access::Recipient, passkey::begin_step_up)
        .get("/r/:recipient/withdraw", Access::Recipient, recipient::withdraw::confirm)
        .post("/r/:recipient/withdraw", Access::Recipient, recipient::withdraw::withdraw)
        .get("/r/:recipient/decline", Access::Recipient, recipient::answer::confirm_decline)
        .post("/r/:recipient/decline", Access::Recipient, recipient::answer::decline)
        // only without a mail server
        .get("/dev/mailbox", Access::Developer, dev::mailbox)
        .get("/dev/mailbox/:mail", Access::Developer, dev::show_mail)
}
