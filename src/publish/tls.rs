//! Which certificate is trusted.

use std::sync::{Arc, Mutex};

use ring::digest::{SHA256, digest};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::{Fault, Kind};

/// The fingerprint of a certificate, as it is pinned: `SHA256:` and 64 hexadecimal digits.
fn fingerprint(certificate: &CertificateDer<'_>) -> String {
    let digits =
        digest(&SHA256, certificate).as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    format!("SHA256:{digits}")
}

/// Why the last handshake failed, with the fingerprint that was seen.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<Option<Fault>>);

impl Seen {
    pub(super) fn take(&self) -> Option<Fault> {
        self.0.lock().expect("no holder panics").take()
    }

    fn put(&self, kind: Kind, said: String) {
        *self.0.lock().expect("no holder panics") = Some(Fault::new(kind, "", said));
    }
}

/// Settings for connections to one server. Sessions are kept in them, so that the connection for
/// data goes on with the session of the first: many servers insist on it.
pub(super) fn client(
    pinned: Option<&str>,
    only_1_2: bool,
    seen: Arc<Seen>,
) -> Result<Arc<ClientConfig>, Fault> {
    let broken = |error: Error| Fault::new(Kind::Other, "", error);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let by_system = match pinned {
        Some(_) => None,
        None => Some(Verifier::new(provider.clone()).map_err(broken)?),
    };
    let versions: &[&rustls::SupportedProtocolVersion] = match only_1_2 {
        true => &[&rustls::version::TLS12],
        false => rustls::ALL_VERSIONS,
    };
    let trust = Trust {
        pinned: pinned.map(str::to_lowercase),
        by_system,
        algorithms: provider.signature_verification_algorithms,
        seen,
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .map_err(broken)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(trust))
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// A pinned certificate and no other, or what the system trusts.
#[derive(Debug)]
struct Trust {
    pinned: Option<String>,
    by_system: Option<Verifier>,
    algorithms: rustls::crypto::WebPkiSupportedAlgorithms,
    seen: Arc<Seen>,
}

/// What is wrong with a certificate of an authority that the system trusts.
fn reason(error: &Error) -> Option<(Kind, String)> {
    use CertificateError as C;
    let day = |time: &UnixTime| {
        let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
        jiff::Timestamp::from_second(seconds).map(|time| time.strftime("%d/%m/%Y").to_string())
    };
    let Error::InvalidCertificate(error) = error else { return None };
    Some(match error {
        C::Expired | C::NotValidYet => (Kind::CertificateDate, String::new()),
        C::ExpiredContext { not_after: time, .. } | C::NotValidYetContext { not_before: time, .. } => {
            (Kind::CertificateDate, day(time).unwrap_or_default())
        }
        C::NotValidForName => (Kind::CertificateName, String::new()),
        C::NotValidForNameContext { presented, .. } => (Kind::CertificateName, names(presented)),
        _ => return None,
    })
}

/// The names in a certificate, one a line. They come as `DnsName("…")`.
fn names(presented: &[String]) -> String {
    let bare = |name: &String| match name.split_once("(\"").and_then(|(_, rest)| rest.split_once("\")")) {
        Some((name, _)) => name.to_owned(),
        None => name.clone(),
    };
    presented.iter().map(bare).collect::<Vec<_>>().join("\n")
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let shown = fingerprint(end_entity);
        match (&self.pinned, &self.by_system) {
            (Some(pinned), _) if shown.to_lowercase() == *pinned => Ok(ServerCertVerified::assertion()),
            (None, Some(system)) => system
                .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
                .inspect_err(|error| {
                    let (kind, said) = reason(error).unwrap_or((Kind::Certificate, shown));
                    self.seen.put(kind, said);
                }),
            _ => {
                self.seen.put(Kind::CertificateChanged, shown);
                Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
            }
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        rustls::crypto::verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_out_of_date_or_of_another_name_is_told_apart_from_an_unknown_one() {
        let time = |seconds| UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds));
        let of = |error| reason(&Error::InvalidCertificate(error));
        let expired =
            CertificateError::ExpiredContext { time: time(1_795_000_000), not_after: time(1_790_000_000) };
        assert_eq!(of(expired), Some((Kind::CertificateDate, "21/09/2026".to_owned())));
        let other = CertificateError::NotValidForNameContext {
            expected: ServerName::try_from("ftp.hoa-sen.example.edu.vn").unwrap(),
            presented: vec![
                "DnsName(\"sv12.example.vn\")".to_owned(),
                "DnsName(\"*.example.vn\")".to_owned(),
            ],
        };
        assert_eq!(of(other), Some((Kind::CertificateName, "sv12.example.vn\n*.example.vn".to_owned())));
        assert_eq!(of(CertificateError::UnknownIssuer), None);
    }
}
