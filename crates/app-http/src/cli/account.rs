//! `wariin account …`: making accounts, and helping owners who cannot sign in any more.

use crate::wiring::StartError;
use clap::{Args, Subcommand};
use std::io::BufRead;
use wariin_domain::{EmailAddress, Language, NewPassword, OrganisationName, PersonName, Role};
use wariin_ports::KnownAccount;
use wariin_usecases::{
    CreateAccount, Error, Ports, Principal, create_account, disable_account, enable_account,
    known_accounts, reset_factor_as_operator, reset_password_as_operator,
};

#[derive(Debug, Subcommand)]
pub(super) enum AccountCommand {
    /// Make an organisation with one account.
    Create(CreateArguments),
    /// Set a new password for an owner who forgot it. The second factor stays, every session ends.
    ResetPassword(ResetPasswordArguments),
    /// Remove every second factor of an owner who lost it. Every session ends, and consents that documents
    /// wait for are held until their senders have confirmed the person's identity.
    ResetFactor(ResetFactorArguments),
    /// List every account: id, address, name, organisation, role, number of second factors, state.
    List,
    /// Disable an account: its sessions end and neither a password nor a provider signs in to it. Its second
    /// factors stay, and documents it has sent go on.
    Disable(AddressArguments),
    /// Enable a disabled account again.
    Enable(AddressArguments),
}

#[derive(Debug, Args)]
pub(super) struct AddressArguments {
    /// The owner's mail address.
    address: String,
}

#[derive(Debug, Args)]
pub(super) struct CreateArguments {
    /// The organisation's name.
    #[arg(long)]
    organisation: String,
    /// The person's name.
    #[arg(long)]
    name: String,
    /// The person's mail address.
    #[arg(long)]
    email: String,
    /// Read the password from the first line of standard input.
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(Debug, Args)]
pub(super) struct ResetPasswordArguments {
    /// The owner's mail address.
    #[arg(long)]
    email: String,
    /// Read the password from the first line of standard input.
    #[arg(long, required = true)]
    password_stdin: bool,
}

#[derive(Debug, Args)]
pub(super) struct ResetFactorArguments {
    /// The owner's mail address.
    #[arg(long)]
    email: String,
}

/// A command whose arguments were read: what is wrong with them is said before anything is opened.
pub(super) enum Read {
    Create(CreateAccount),
    ResetPassword(EmailAddress, NewPassword),
    ResetFactor(EmailAddress),
    List,
    Disable(EmailAddress),
    Enable(EmailAddress),
}

impl AccountCommand {
    pub(super) fn read(self, input: &mut impl BufRead) -> Result<Read, StartError> {
        Ok(match self {
            Self::Create(arguments) => Read::Create(arguments.read(input)?),
            Self::ResetPassword(ResetPasswordArguments { email, password_stdin: _ }) => {
                Read::ResetPassword(address(&email)?, password(input)?)
            }
            Self::ResetFactor(ResetFactorArguments { email }) => {
                Read::ResetFactor(address(&email)?)
            }
            Self::List => Read::List,
            Self::Disable(AddressArguments { address }) => Read::Disable(parsed(&address)?),
            Self::Enable(AddressArguments { address }) => Read::Enable(parsed(&address)?),
        })
    }
}

impl Read {
    pub(super) async fn run(self, ports: &Ports) -> Result<(), StartError> {
        let operator = Principal::Operator;
        match self {
            Self::Create(command) => {
                let account = create_account(ports, command).await?;
                println!("Created the account {account}.");
            }
            Self::ResetPassword(email, password) => {
                let reset = reset_password_as_operator(ports, operator, &email, password).await;
                reset.map_err(|error| plain(error, &email))?;
                println!("Set the password of {email}. Its sessions have ended.");
            }
            Self::ResetFactor(email) => {
                let reset = reset_factor_as_operator(ports, operator, &email).await;
                reset.map_err(|error| plain(error, &email))?;
                println!("Removed the second factor of {email}. Its sessions have ended.");
            }
            Self::List => {
                for known in known_accounts(ports, operator).await? {
                    println!("{}", line(&known));
                }
            }
            Self::Disable(email) => {
                let disabled = disable_account(ports, operator, &email).await;
                disabled.map_err(|error| plain(error, &email))?;
                println!("Disabled {email}. Its sessions have ended.");
            }
            Self::Enable(email) => {
                let enabled = enable_account(ports, operator, &email).await;
                enabled.map_err(|error| plain(error, &email))?;
                println!("Enabled {email}.");
            }
        }
        Ok(())
    }
}

impl CreateArguments {
    fn read(self, input: &mut impl BufRead) -> Result<CreateAccount, StartError> {
        let bad = |what: &'static str| move |e| format!("{what} {e}");
        Ok(CreateAccount {
            language: Language::Japanese,
            organisation: OrganisationName::parse(&self.organisation)
                .map_err(bad("--organisation"))?,
            name: PersonName::parse(&self.name).map_err(bad("--name"))?,
            email: address(&self.email)?,
            password: password(input)?,
        })
    }
}

/// An account in one line, its parts apart by tabs.
fn line(known: &KnownAccount) -> String {
    let KnownAccount { account, organisation, factors } = known;
    let state = if account.is_enabled() { "enabled" } else { "disabled" };
    let organisation = organisation.as_ref().map_or("-", |own| own.as_str());
    let role = account.membership.role().map_or("guest", Role::name);
    format!(
        "{}\t{}\t{}\t{organisation}\t{role}\t{factors} factors\t{state}",
        account.id, account.email, account.name,
    )
}

fn parsed(text: &str) -> Result<EmailAddress, StartError> {
    EmailAddress::parse(text).map_err(|error| format!("the address {error}").into())
}

fn address(text: &str) -> Result<EmailAddress, StartError> {
    EmailAddress::parse(text).map_err(|error| format!("--email {error}").into())
}

fn password(input: &mut impl BufRead) -> Result<NewPassword, StartError> {
    let mut line = String::new();
    input.read_line(&mut line)?;
    let password = NewPassword::parse(line.trim_end_matches(['\r', '\n']));
    password.map_err(|error| format!("the password {error}").into())
}

fn plain(error: Error, email: &EmailAddress) -> StartError {
    match error {
        Error::NotFound => format!("{email} has no account").into(),
        Error::AccountState(_) => format!("{email} is in that state already").into(),
        Error::NoFactor => format!("{email} has no second factor").into(),
        error => error.into(),
    }
}
