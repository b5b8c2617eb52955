//! The names by which providers, people and domains are known.

use wariin_domain::{EmailAddress, EmailDomain, EndpointOrigin, IdpSubject, Issuer, Tenant};

// RP-03 RP-08
#[test]
fn an_issuer_is_a_url_and_kept_to_its_last_slash() {
    for text in [
        "https://login.microsoftonline.com/6f3c/v2.0",
        "https://accounts.google.com",
        "https://id.example.co.jp/realms/main/",
        "http://localhost:9000",
        "https://[::1]:8443/a",
    ] {
        assert_eq!(Issuer::parse(text).unwrap().as_str(), text);
    }
    let with = Issuer::parse("https://id.example/realms/main/").unwrap();
    assert_ne!(with, Issuer::parse("https://id.example/realms/main").unwrap());
    assert_eq!(with.origin(), "https://id.example");
}

// RP-08
#[test]
fn nothing_but_a_plain_web_address_is_an_issuer() {
    for text in [
        "",
        "idp.example",
        "file:///etc/passwd",
        "gopher://idp.example",
        "https://",
        "https://user@idp.example",
        "https://idp.example?x",
        "https://idp.example#x",
        "https://idp.example\\@evil.example",
        "https://IDP.example",
        "https://idp .example",
        "javascript:alert(1)",
        "https://例え.example",
    ] {
        assert!(Issuer::parse(text).is_err(), "{text}");
    }
}

// RP-08
#[test]
fn only_google_may_use_endpoints_beyond_its_own_origin() {
    let google = Issuer::parse("https://accounts.google.com").unwrap();
    assert!(google.is_shared() && google.origins().any(|o| o == "https://oauth2.googleapis.com"));
    let other = Issuer::parse("https://accounts.google.com.evil.example").unwrap();
    assert_eq!(other.origins().collect::<Vec<_>>(), ["https://accounts.google.com.evil.example"]);
}

// EN-12 RP-11
#[test]
fn a_domain_is_what_stands_behind_the_at_and_look_alikes_are_not_it() {
    let domain = EmailDomain::parse("Example.COM").unwrap();
    assert_eq!(domain, EmailAddress::parse("taro@example.com").unwrap().domain());
    for other in ["mail.example.com", "example.com.evil.example", "examp1e.com"] {
        assert_ne!(EmailDomain::parse(other).unwrap(), domain);
    }
    for text in ["ехample.com", "example.com.", "a@example.com", "*", "", "example"] {
        assert!(EmailDomain::parse(text).is_err(), "{text}");
    }
}

#[test]
fn a_subject_is_at_most_255_ascii_characters() {
    assert!(IdpSubject::parse("auth0|5f 7c").is_ok());
    for text in [String::new(), "a".repeat(256), "太郎".into(), "a\nb".into(), "a\0".into()] {
        assert!(IdpSubject::parse(&text).is_err(), "{text:?}");
    }
}

#[test]
fn a_tenant_is_a_claim_and_its_value() {
    let tenant = Tenant::parse("hd=example.co.jp").unwrap();
    assert_eq!((tenant.claim.as_str(), tenant.value.as_str()), ("hd", "example.co.jp"));
    assert_eq!(tenant.to_string(), "hd=example.co.jp");
    for text in ["hd", "=x", "hd=", "h d=x", "h-d=x"] {
        assert!(Tenant::parse(text).is_err(), "{text}");
    }
}

// RP-08
#[test]
fn a_host_of_endpoints_is_an_origin_without_path_or_user() {
    for (text, origin) in [
        ("auth.example.com", "https://auth.example.com"),
        (" Auth.Example.com/ ", "https://auth.example.com"),
        ("https://auth.example.com:8443", "https://auth.example.com:8443"),
        ("http://localhost:9000", "http://localhost:9000"),
    ] {
        assert_eq!(EndpointOrigin::parse(text).unwrap().as_str(), origin);
    }
    for text in [
        "",
        "https://",
        "auth.example.com/oauth2/token",
        "https://auth.example.com?x=1",
        "https://user@auth.example.com",
        "*.example.com",
        "auth.ехample.com",
        "ftp://auth.example.com",
        "javascript:alert(1)",
    ] {
        assert!(EndpointOrigin::parse(text).is_err(), "{text}");
    }
    let list = EndpointOrigin::parse_list("b.example, a.example、https://b.example").unwrap();
    let origins: Vec<_> = list.iter().map(EndpointOrigin::as_str).collect();
    assert_eq!(origins, ["https://a.example", "https://b.example"]);
    assert!(EndpointOrigin::parse_list("a.a b.b c.c d.d e.e f.f").is_err());
    assert_eq!(EndpointOrigin::parse_list(" ").unwrap(), []);
}
