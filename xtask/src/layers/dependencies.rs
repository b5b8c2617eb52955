//! Which crate may depend on which, and which technology is known to which crate. Dependencies of tests
//! are free.

/// Which crates of ours a crate may depend on.
const ARROWS: &[(&str, &[&str])] = &[
    ("wariin-domain", &[]),
    ("wariin-ports", &["wariin-domain"]),
    ("wariin-usecases", &["wariin-domain", "wariin-ports"]),
    ("wariin-pades", &[]),
    ("wariin-adapters", &["wariin-domain", "wariin-ports", "wariin-pades"]),
    ("wariin-app-http", &["wariin-domain", "wariin-ports", "wariin-usecases", "wariin-adapters"]),
    ("xtask", &[]),
];

/// The only other crates that the inner layers may depend on.
const INNER: &[(&str, &[&str])] = &[
    ("wariin-domain", &["idna", "sha2", "thiserror", "unicode-normalization", "uuid"]),
    ("wariin-ports", &["async-trait", "thiserror", "zeroize", "mockall"]),
    ("wariin-usecases", &["futures-util", "thiserror", "tracing"]),
];

/// Technologies and the only crates that may know each.
const TECHNOLOGIES: &[(&str, &[&str])] = &[
    ("sea-orm", &["wariin-adapters"]),
    ("sea-orm-migration", &["wariin-adapters"]),
    ("sqlx", &["wariin-adapters"]),
    ("totp-rs", &["wariin-adapters"]),
    ("webauthn-rs", &["wariin-adapters"]),
    ("openidconnect", &["wariin-adapters"]),
    ("oauth2", &["wariin-adapters"]),
    ("reqwest", &["wariin-adapters"]),
    ("instant-acme", &["wariin-adapters"]),
    ("hickory-resolver", &["wariin-adapters"]),
    ("lettre", &["wariin-adapters"]),
    ("object_store", &["wariin-adapters"]),
    ("argon2", &["wariin-adapters"]),
    ("aws-lc-rs", &["wariin-pades"]),
    ("cryptoki", &["wariin-pades"]),
    ("lopdf", &["wariin-pades"]),
    ("md-5", &["wariin-pades"]),
    ("rc4", &["wariin-pades"]),
    ("hayro-syntax", &["wariin-pades"]),
    ("hayro", &["wariin-adapters"]),
    ("image-webp", &["wariin-adapters"]),
    ("png", &["wariin-adapters"]),
    ("resvg", &["wariin-adapters"]),
    ("skrifa", &["wariin-adapters", "wariin-pades"]),
    ("subsetter", &["wariin-pades"]),
    ("krilla", &["wariin-adapters"]),
    ("unicode-linebreak", &["wariin-adapters", "wariin-pades"]),
    ("metrics", &["wariin-adapters", "wariin-app-http"]),
    ("metrics-exporter-prometheus", &["wariin-app-http"]),
    ("poem", &["wariin-app-http"]),
    ("askama", &["wariin-app-http"]),
    ("clap", &["wariin-app-http"]),
    ("governor", &["wariin-app-http"]),
    ("serde", &["wariin-adapters", "wariin-app-http", "xtask"]),
    ("serde_json", &["wariin-adapters", "wariin-app-http", "xtask"]),
];

/// A dependency of a crate that is built with it.
pub(super) struct Dependency {
    /// The crate it depends on.
    pub(super) on: String,
    /// Whether that is a crate of this workspace.
    pub(super) is_ours: bool,
}

/// What is wrong with the dependencies of the crate with this name.
pub(super) fn faults(name: &str, dependencies: &[Dependency]) -> Vec<String> {
    let Some((_, allowed)) = ARROWS.iter().find(|(known, _)| *known == name) else {
        return vec![format!("{name} is not in the table")];
    };
    let fault = |dependency: &Dependency| {
        if dependency.is_ours {
            arrow_fault(name, &dependency.on, allowed)
        } else {
            inner_fault(name, &dependency.on).or_else(|| technology_fault(name, &dependency.on))
        }
    };
    dependencies.iter().filter_map(fault).collect()
}

fn arrow_fault(name: &str, on: &str, allowed: &[&str]) -> Option<String> {
    (!allowed.contains(&on)).then(|| format!("{name} must not depend on {on}"))
}

fn inner_fault(name: &str, on: &str) -> Option<String> {
    let (_, inner) = INNER.iter().find(|(known, _)| *known == name)?;
    let fault = || format!("{name} must not depend on {on}: an inner layer stays small");
    (!inner.contains(&on)).then(fault)
}

fn technology_fault(name: &str, on: &str) -> Option<String> {
    let (_, homes) = TECHNOLOGIES.iter().find(|(technology, _)| *technology == on)?;
    let fault = || format!("{name} must not depend on {on}: only {} may", homes.join(" and "));
    (!homes.contains(&name)).then(fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(on: &str) -> Dependency {
        Dependency { on: on.to_owned(), is_ours: true }
    }

    fn foreign(on: &str) -> Dependency {
        Dependency { on: on.to_owned(), is_ours: false }
    }

    #[test]
    fn an_arrow_that_is_not_in_the_table_is_refused() {
        assert!(faults("wariin-usecases", &[ours("wariin-ports")]).is_empty());
        let found = faults("wariin-usecases", &[ours("wariin-adapters")]);
        assert_eq!(found, ["wariin-usecases must not depend on wariin-adapters"]);
        assert_eq!(faults("wariin-new", &[]), ["wariin-new is not in the table"]);
    }

    #[test]
    fn an_inner_layer_stays_small() {
        let found = faults("wariin-domain", &[foreign("thiserror"), foreign("regex")]);
        assert_eq!(found, ["wariin-domain must not depend on regex: an inner layer stays small"]);
    }

    #[test]
    fn a_technology_is_known_to_its_own_crates_only() {
        for (technology, homes, elsewhere) in [
            ("sqlx", &["wariin-adapters"][..], "wariin-app-http"),
            ("aws-lc-rs", &["wariin-pades"], "wariin-adapters"),
            ("cryptoki", &["wariin-pades"], "wariin-adapters"),
            ("governor", &["wariin-app-http"], "wariin-adapters"),
            ("serde", &["wariin-adapters", "wariin-app-http", "xtask"], "wariin-pades"),
            ("serde_json", &["wariin-adapters", "wariin-app-http", "xtask"], "wariin-pades"),
            ("askama", &["wariin-app-http"], "wariin-adapters"),
            ("poem", &["wariin-app-http"], "wariin-adapters"),
        ] {
            for home in homes {
                assert!(faults(home, &[foreign(technology)]).is_empty(), "{technology} in {home}");
            }
            let found = faults(elsewhere, &[foreign(technology)]);
            let only = format!(
                "{elsewhere} must not depend on {technology}: only {} may",
                homes.join(" and ")
            );
            assert_eq!(found, [only]);
        }
    }
}
