//! What algorithms are called in reports, known here or not.

/// The name of an algorithm or curve, or its object identifier with dots.
pub(crate) fn of(oid: &[u8]) -> String {
    let dotted = dotted(oid);
    let name = match dotted.as_str() {
        "1.2.840.113549.2.2" => "MD2",
        "1.2.840.113549.2.5" => "MD5",
        "1.3.36.3.2.1" => "RIPEMD-160",
        "1.3.36.3.2.2" => "RIPEMD-128",
        "2.16.840.1.101.3.4.2.5" => "SHA-512/224",
        "2.16.840.1.101.3.4.2.7" => "SHA3-224",
        "2.16.840.1.101.3.4.2.11" | "2.16.840.1.101.3.4.2.17" => "SHAKE128",
        "2.16.840.1.101.3.4.2.12" | "2.16.840.1.101.3.4.2.18" => "SHAKE256",
        "1.2.156.10197.1.401" => "SM3",
        "1.2.643.7.1.1.2.2" | "1.2.643.7.1.1.2.3" | "1.2.643.2.2.9" => "GOST R 34.11",
        "1.2.840.113549.1.1.2" => "RSA with MD2",
        "1.3.36.3.3.1.2" => "RSA with RIPEMD-160",
        "1.2.840.113549.1.1.15" => "RSA with SHA-512/224",
        "2.16.840.1.101.3.4.3.13" => "RSA with SHA3-224",
        "1.3.6.1.5.5.7.6.30" => "RSASSA-PSS with SHAKE128",
        "1.3.6.1.5.5.7.6.31" => "RSASSA-PSS with SHAKE256",
        "1.3.6.1.5.5.7.6.32" => "ECDSA with SHAKE128",
        "1.3.6.1.5.5.7.6.33" => "ECDSA with SHAKE256",
        "2.16.840.1.101.3.4.3.9" => "ECDSA with SHA3-224",
        "2.16.840.1.101.3.4.3.5" => "DSA with SHA3-224",
        "2.16.840.1.101.3.4.3.6" => "DSA with SHA3-256",
        "2.16.840.1.101.3.4.3.7" => "DSA with SHA3-384",
        "2.16.840.1.101.3.4.3.8" => "DSA with SHA3-512",
        "1.3.101.113" => "Ed448",
        "1.3.132.0.10" => "ECDSA on secp256k1",
        "1.3.132.0.33" => "ECDSA on P-224",
        "1.2.840.10045.3.1.1" => "ECDSA on P-192",
        "1.3.36.3.3.2.8.1.1.1" => "ECDSA on brainpoolP160r1",
        "1.3.36.3.3.2.8.1.1.2" => "ECDSA on brainpoolP160t1",
        "1.3.36.3.3.2.8.1.1.3" => "ECDSA on brainpoolP192r1",
        "1.3.36.3.3.2.8.1.1.4" => "ECDSA on brainpoolP192t1",
        "1.3.36.3.3.2.8.1.1.5" => "ECDSA on brainpoolP224r1",
        "1.3.36.3.3.2.8.1.1.6" => "ECDSA on brainpoolP224t1",
        "1.3.36.3.3.2.8.1.1.8" => "ECDSA on brainpoolP256t1",
        "1.3.36.3.3.2.8.1.1.9" => "ECDSA on brainpoolP320r1",
        "1.3.36.3.3.2.8.1.1.10" => "ECDSA on brainpoolP320t1",
        "1.3.36.3.3.2.8.1.1.12" => "ECDSA on brainpoolP384t1",
        "1.3.36.3.3.2.8.1.1.13" => "ECDSA on brainpoolP512r1",
        "1.3.36.3.3.2.8.1.1.14" => "ECDSA on brainpoolP512t1",
        "1.2.156.10197.1.301" => "SM2",
        "1.2.643.7.1.1.1.1" | "1.2.643.7.1.1.1.2" | "1.2.643.2.2.19" => "GOST R 34.10",
        "2.16.840.1.101.3.4.3.17" => "ML-DSA-44",
        "2.16.840.1.101.3.4.3.18" => "ML-DSA-65",
        "2.16.840.1.101.3.4.3.19" => "ML-DSA-87",
        _ => return format!("the algorithm {dotted}"),
    };
    name.to_owned()
}

/// An object identifier with dots, from its encoded contents.
pub(crate) fn dotted(oid: &[u8]) -> String {
    let (mut parts, mut part): (Vec<u64>, u64) = (Vec::new(), 0);
    for byte in oid {
        part = part.checked_mul(128).unwrap_or_default() + u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            if parts.is_empty() {
                let first = (part / 40).min(2);
                parts.extend([first, part - 40 * first]);
            } else {
                parts.push(part);
            }
            part = 0;
        }
    }
    parts.iter().map(u64::to_string).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_algorithm_is_said_by_its_numbers() {
        assert_eq!(of(&[0x2b, 0x65, 0x71]), "Ed448");
        assert_eq!(of(&[0x2a, 0x86, 0x48, 0x01]), "the algorithm 1.2.840.1");
        assert_eq!(dotted(&[0x88, 0x37]), "2.999");
        assert_eq!(dotted(&[]), "");
    }
}
