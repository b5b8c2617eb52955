//! `wariin idp …`: connections to identity providers, at the command line.

use crate::wiring::{App, StartError};
use clap::{Args, Subcommand};
use std::io::{self, BufRead};
use std::path::PathBuf;
use wariin_adapters::verify_id_tokens;
use wariin_domain::{
    ClientId, EmailDomain, EndpointOrigin, IdpConnectionId, IdpName, IdpSettings, Issuer,
    StrengthRule, Tenant, Uuid,
};
use wariin_ports::ClientSecret;
use wariin_usecases::{
    Error, NewConnection, Ports, Principal, add_idp_connection, add_idp_domain,
    all_idp_connections, approve_idp_domain, idp_connection_as_operator, organisation_of_address,
    remove_idp_connection, stop_requiring_idp, switch_idp_off, switch_idp_on,
};

#[derive(Debug, Subcommand)]
pub(crate) enum IdpCommand {
    /// List every organisation's connections.
    List,
    /// Add a connection, switched off; an admin tests it on its page before it can be switched on.
    Add(Box<AddArguments>),
    /// Count a mail domain as proved, without a TXT record.
    ApproveDomain(DomainArguments),
    /// Let people sign in with a connection that was tested.
    On(ConnectionArguments),
    /// Switch a connection off: no sign-in with it is taken any more, and passwords are taken again.
    Off(ConnectionArguments),
    /// Take passwords beside it again.
    Optional(ConnectionArguments),
    /// Remove a connection with its links.
    Remove(ConnectionArguments),
    /// Check a file of ID token evidence again, without the provider.
    VerifyIdToken(FileArguments),
}

#[derive(Debug, Args)]
pub(crate) struct AddArguments {
    /// The mail address of an account of the organisation.
    #[arg(long)]
    of: String,
    /// What people call it.
    #[arg(long)]
    name: String,
    /// The issuer, an https URL, to the last slash as the provider has it.
    #[arg(long)]
    issuer: String,
    /// Another host of the provider's endpoints, such as company.auth.eu-west-1.amazoncognito.com; the
    /// client secret goes there too. May be repeated.
    #[arg(long)]
    host: Vec<String>,
    /// The client id that the provider gave.
    #[arg(long)]
    client_id: String,
    /// The claim that names the organisation at a shared issuer, such as hd=example.co.jp.
    #[arg(long)]
    tenant: Option<String>,
    /// A login is strong when its acr is this one; may be repeated.
    #[arg(long, conflicts_with_all = ["amr", "trust_every_login"])]
    acr: Vec<String>,
    /// A login is strong when its amr holds this; may be repeated, all are needed.
    #[arg(long, conflicts_with = "trust_every_login")]
    amr: Vec<String>,
    /// Count every login at this provider as strong, because the organisation says so.
    #[arg(long)]
    trust_every_login: bool,
    /// Make an account at the first login of a person who has none.
    #[arg(long)]
    create_members: bool,
    /// A mail domain of the organisation; may be repeated.
    #[arg(long)]
    domain: Vec<String>,
    /// Read the client secret from the first line of standard input.
    #[arg(long, required = true)]
    secret_stdin: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ConnectionArguments {
    /// The connection's id.
    connection: Uuid,
}

#[derive(Debug, Args)]
pub(crate) struct DomainArguments {
    /// The connection's id.
    connection: Uuid,
    /// The domain, as it stands behind the @.
    domain: String,
}

#[derive(Debug, Args)]
pub(crate) struct FileArguments {
    /// The file, as a document's page gives it.
    file: PathBuf,
}

impl IdpCommand {
    /// Checks a file, if that is all that is asked: it needs no service.
    pub(crate) fn check_file(&self) -> Option<Result<usize, StartError>> {
        let Self::VerifyIdToken(FileArguments { file }) = self else {
            return None;
        };
        let text = std::fs::read_to_string(file);
        let text = text.map_err(|e| format!("{}: {e}", file.display()).into());
        Some(text.and_then(|text| Ok(verify_id_tokens(&text)?)))
    }

    pub(crate) async fn run(self, app: &App) -> Result<(), StartError> {
        let ports = &app.ports;
        let by = Principal::Operator;
        match self {
            Self::List => list(ports).await?,
            Self::Add(arguments) => add(ports, *arguments).await?,
            Self::ApproveDomain(DomainArguments { connection, domain }) => {
                let domain = EmailDomain::parse(&domain).map_err(|e| format!("the domain {e}"))?;
                approve_idp_domain(ports, connection.into(), domain).await?;
                println!("The domain is approved.");
            }
            Self::On(ConnectionArguments { connection }) => {
                switch_idp_on(ports, by, connection.into()).await?;
                println!("The connection is on.");
            }
            Self::Off(ConnectionArguments { connection }) => {
                switch_idp_off(ports, by, connection.into()).await?;
                println!("The connection is off.");
            }
            Self::Optional(ConnectionArguments { connection }) => {
                stop_requiring_idp(ports, by, connection.into()).await?;
                println!("Passwords are taken beside it.");
            }
            Self::Remove(ConnectionArguments { connection }) => {
                remove_idp_connection(ports, by, connection.into()).await?;
                println!("The connection is removed.");
            }
            Self::VerifyIdToken(_) => {}
        }
        Ok(())
    }
}

async fn list(ports: &Ports) -> Result<(), StartError> {
    for connection in all_idp_connections(ports, Principal::Operator).await? {
        let state = if connection.is_on() { "on" } else { "off" };
        let required = if connection.membership.is_required { ", mandatory" } else { "" };
        println!(
            "{}  {}  {}  {state}{required}",
            connection.id, connection.name, connection.issuer
        );
        for host in &connection.hosts {
            println!("    {host}  other host");
        }
        for domain in &connection.domains {
            let proven = if domain.proof.is_some() { "proven" } else { "not proven" };
            println!("    {}  {proven}", domain.domain);
        }
    }
    Ok(())
}

async fn add(ports: &Ports, arguments: AddArguments) -> Result<(), StartError> {
    let bad = |what: &'static str| move |e| format!("{what} {e}");
    let email = wariin_domain::EmailAddress::parse(&arguments.of).map_err(bad("--of"))?;
    let organisation = match organisation_of_address(ports, Principal::Operator, &email).await {
        Err(Error::NotFound) => return Err("--of has no account here".into()),
        organisation => organisation?,
    };
    let mut secret = String::new();
    io::stdin().lock().read_line(&mut secret)?;
    let secret = secret.trim();
    if secret.is_empty() {
        return Err("the client secret is empty".into());
    }
    let domains = arguments.domain.iter().map(|domain| EmailDomain::parse(domain));
    let domains: Vec<_> = domains.collect::<Result<_, _>>().map_err(bad("--domain"))?;
    let settings = IdpSettings {
        name: IdpName::parse(&arguments.name).map_err(bad("--name"))?,
        issuer: Issuer::parse(&arguments.issuer).map_err(bad("--issuer"))?,
        hosts: EndpointOrigin::parse_list(&arguments.host.join(" ")).map_err(bad("--host"))?,
        client: ClientId::parse(&arguments.client_id).map_err(bad("--client-id"))?,
        tenant: arguments
            .tenant
            .as_deref()
            .map(Tenant::parse)
            .transpose()
            .map_err(bad("--tenant"))?,
        strength: strength(&arguments)?,
        creates_members: arguments.create_members,
    };
    let secret = ClientSecret(secret.to_owned());
    let new = NewConnection { organisation, settings, secret };
    let id = add_idp_connection(ports, Principal::Operator, new).await?;
    for domain in domains {
        add_idp_domain(ports, Principal::Operator, id, domain).await?;
    }
    println!("Added the connection {id}.");
    say_next(ports, id).await
}

fn strength(arguments: &AddArguments) -> Result<StrengthRule, StartError> {
    match (arguments.acr.as_slice(), arguments.amr.as_slice(), arguments.trust_every_login) {
        ([], [], true) => Ok(StrengthRule::TrustEveryLogin),
        ([_, ..], [], false) => Ok(StrengthRule::Acr(arguments.acr.clone())),
        ([], [_, ..], false) => Ok(StrengthRule::Amr(arguments.amr.clone())),
        _ => Err("say how a strong login is told: --acr, --amr or --trust-every-login".into()),
    }
}

async fn say_next(ports: &Ports, id: IdpConnectionId) -> Result<(), StartError> {
    println!("Redirect URI: {}", ports.idps.redirect_uri(id));
    let connection = idp_connection_as_operator(ports, Principal::Operator, id).await?;
    for domain in &connection.domains {
        let record = ports.tokens.domain_challenge(id, &domain.domain);
        println!("TXT record of _wariin.{}: {record}", domain.domain);
    }
    Ok(())
}
