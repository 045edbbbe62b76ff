//! Looks at what the public sees.

use crate::diagnostics::{Diagnostic, any_error};
use crate::message;
use crate::model::{Config, DestinationKind, OutPath};
use crate::output::{Entry, MANIFEST, Manifest};
use crate::publish::{HttpWeb, Kind, Session, Web, verify};
use crate::text;

use super::super::Exit;
use super::{Failure, Publisher, STOP};

impl Publisher<'_> {
    /// Reads the public home page, to say when the folder is not the one that the public sees.
    pub(super) fn look(&self, local: &Manifest) -> Vec<Diagnostic> {
        // Only where it is said to be public: `base_url` alone may be a plan.
        let Some(address) = &self.destination.check_url else { return Vec::new() };
        let home = OutPath::made("index.html");
        let url = format!("{}index.html", address.folder());
        let seen = HttpWeb::default().get(&url);
        let is_seen = matches!(&seen, Ok(Some(bytes)) if Some(Entry::of(bytes)) == local.get(&home));
        match seen {
            _ if is_seen => {
                self.terminal.say(&message!("publish-seen", url = url));
                Vec::new()
            }
            Err(fault) => {
                vec![Diagnostic::warning("khong-xem-duoc").arg("url", url).arg("said", fault.said)]
            }
            Ok(_) => vec![Diagnostic::warning("cong-khai-khac").arg("url", url)],
        }
    }

    /// Compares the public address with what was published, and looks for files of others.
    pub(super) fn verify(&self, config: &Config) -> Result<Exit, Failure> {
        let built = || Manifest::parse(&std::fs::read_to_string(self.public_folder().join(MANIFEST)).ok()?);
        let Some(manifest) = self.last().or_else(built).filter(|manifest| !manifest.is_unfinished()) else {
            return Err(Diagnostic::error("chua-dang").arg("name", &self.destination.name).into());
        };
        let mut found = Vec::new();
        let mut summary = serde_json::json!({ "destination": self.destination.name });
        let address = self.destination.check_url.as_ref().or(config.base_url.as_ref());
        if let Some(address) = address {
            let seen = verify(&HttpWeb::default(), address, &manifest, &config.resolution.title)?;
            found.extend(seen.altered.iter().map(|path| Diagnostic::error("tep-bi-sua").arg("path", path)));
            found.extend(seen.missing.iter().map(|path| Diagnostic::error("tep-bi-mat").arg("path", path)));
            if !seen.has_title {
                found.push(Diagnostic::error("thieu-ten-chuyen-muc").arg("title", &config.resolution.title));
            }
            summary["compared"] = seen.compared.into();
            summary["altered"] = seen.altered.len().into();
            summary["missing"] = seen.missing.len().into();
        } else {
            found.push(Diagnostic::error("khong-co-dia-chi").arg("name", &self.destination.name));
        }
        let mut is_whole = true;
        if self.destination.kind != DestinationKind::Zip {
            match self.look_for_foreign(&manifest, &mut found) {
                Ok(foreign) => summary["foreign"] = foreign.into(),
                // The public address can be checked without logging in.
                Err(Failure::Fault(fault)) if fault.kind == Kind::NoPassword => {
                    is_whole = false;
                    found.push(Diagnostic::warning("khong-tim-tep-la").arg("said", fault.said));
                }
                Err(failure) => {
                    self.terminal.findings(&found);
                    return Err(failure);
                }
            }
        }
        self.terminal.findings(&found);
        let is_fine = !any_error(&found);
        if found.is_empty() && is_whole {
            self.terminal.say(&message!(
                "publish-verified",
                count = text::number(manifest.len() as u64, self.terminal.catalogue.lang())
            ));
        }
        self.terminal.report("publish", is_fine, &found, summary, serde_json::Value::Null);
        Ok(if is_fine { Exit::Done } else { Exit::Content })
    }

    /// Finds files on the server that are not ours, and says how many.
    fn look_for_foreign(&self, ours: &Manifest, found: &mut Vec<Diagnostic>) -> Result<usize, Failure> {
        let mut connected = self.connected()?;
        let mut session = Session::new(connected.store.as_mut(), &(), &STOP, std::thread::sleep);
        if session.manifest()?.is_some_and(|there| there != *ours) {
            found.push(Diagnostic::warning("dang-tu-noi-khac").arg("name", &self.destination.name));
        }
        let foreign = session.foreign(ours)?;
        found.extend(foreign.iter().map(|path| Diagnostic::warning("tep-la").arg("path", path)));
        Ok(foreign.len())
    }
}
