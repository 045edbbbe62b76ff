//! Looks at what the public sees.

use crate::config::section_address;
use crate::diagnostics::{Diagnostic, any_error};
use crate::message;
use crate::model::{Address, Config, Destination, DestinationKind, OutPath};
use crate::output::{Entry, MANIFEST, Manifest};
use crate::publish::{HttpWeb, Kind, Session, Web, verify};
use crate::text;

use super::super::Exit;
use super::{Failure, Publisher, STOP};

impl Publisher<'_> {
    /// Reads the public home page, to say when the folder is not the one that the public sees.
    pub(super) fn look(&self, local: &Manifest) -> Vec<Diagnostic> {
        // Only where it is said to be public: `base_url` alone may be a plan.
        let Some(address) = self.checked() else { return Vec::new() };
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
                let why = if fault.said == "HTTP 403" { "denied" } else { "other" };
                let warning = Diagnostic::warning("khong-xem-duoc").arg("url", url).arg("said", fault.said);
                vec![warning.arg("why", why)]
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
        let title = &config.resolution.title;
        // What could not be looked at, though nothing may be wrong there.
        let mut failed = Vec::new();
        match self.public_address(config) {
            Some(address) => match verify(&HttpWeb::default(), &address, &manifest, title, &STOP) {
                Ok(seen) => {
                    let wrong = |code, paths: &[OutPath]| -> Vec<Diagnostic> {
                        paths.iter().map(|path| Diagnostic::error(code).arg("path", path)).collect()
                    };
                    found.extend(wrong("tep-bi-sua", &seen.altered));
                    found.extend(wrong("tep-bi-mat", &seen.missing));
                    let refused = |(path, said): &(OutPath, String)| {
                        Diagnostic::error("tep-khong-cho-xem").arg("path", path).arg("said", said)
                    };
                    found.extend(seen.refused.iter().map(refused));
                    if seen.has_title == Some(false) {
                        found.push(Diagnostic::error("thieu-ten-chuyen-muc").arg("title", title));
                    }
                    summary["compared"] = seen.compared.into();
                    summary["altered"] = seen.altered.len().into();
                    summary["missing"] = seen.missing.len().into();
                    summary["refused"] = seen.refused.len().into();
                }
                Err(fault) if fault.kind == Kind::Stopped => return Err(fault.into()),
                Err(fault) => {
                    let wrong = Diagnostic::error("khong-toi-dia-chi").arg("url", &fault.path);
                    failed.push(wrong.arg("said", text::one_line(&fault.said)));
                }
            },
            None => {
                found.push(Diagnostic::error("khong-co-dia-chi").arg("name", &self.destination.name));
            }
        }
        let has_server = self.destination.kind != DestinationKind::Zip;
        if has_server {
            match self.look_for_foreign(&manifest, &mut found) {
                Ok(foreign) => summary["foreign"] = foreign.into(),
                // The public address can be checked without logging in.
                Err(Failure::Fault(fault)) if fault.kind == Kind::NoPassword => {
                    found.push(Diagnostic::warning("khong-tim-tep-la").arg("said", fault.said));
                }
                Err(Failure::Fault(fault)) if fault.kind != Kind::Stopped => {
                    let Destination { name, host, user, .. } = &self.destination;
                    summary["said"] = fault.said.clone().into();
                    failed.push(fault.diagnostic(name, host, user));
                }
                Err(failure) => {
                    self.terminal.findings(&found);
                    return Err(failure);
                }
            }
        }
        let is_altered = any_error(&found);
        let is_cut = !failed.is_empty();
        found.extend(failed);
        self.terminal.findings(&found);
        if found.is_empty() {
            let count = text::number(manifest.len() as u64, self.terminal.catalogue.lang());
            let said = if has_server { "publish-verified" } else { "publish-verified-public" };
            self.terminal.say(&message!(said, count = count));
        }
        let is_fine = !is_altered && !is_cut;
        self.terminal.report("publish", is_fine, &found, summary, serde_json::Value::Null);
        Ok(match () {
            () if is_altered => Exit::Content,
            () if is_cut => Exit::Io,
            () => Exit::Done,
        })
    }

    /// The address that the settings say is public.
    fn checked(&self) -> Option<Address> {
        self.destination.check_url.as_deref().and_then(|url| section_address("check_url", url).ok())
    }

    /// Where the public reads what is published here.
    fn public_address(&self, config: &Config) -> Option<Address> {
        let of_unit = |code: &str| config.units.find(code).map(|id| config.units.get(id).section_url.clone());
        let unit = self.destination.unit.as_deref().and_then(of_unit);
        self.checked().or_else(|| unit.unwrap_or_else(|| config.base_url.clone()))
    }

    /// Finds files on the server that are not ours, and says how many.
    fn look_for_foreign(&self, ours: &Manifest, found: &mut Vec<Diagnostic>) -> Result<usize, Failure> {
        let mut connected = self.connected()?;
        let mut session = Session::new(connected.store.as_mut(), &(), &STOP, std::thread::sleep);
        if session.manifest()?.is_some_and(|there| there != *ours) {
            found.push(Diagnostic::warning("dang-tu-noi-khac").arg("name", &self.destination.name));
        }
        let foreign = session.foreign(ours)?;
        found.extend(foreign.files.iter().map(|path| Diagnostic::warning("tep-la").arg("path", path)));
        found.extend(self.some("thu-muc-chua-xem", &foreign.unseen));
        Ok(foreign.files.len())
    }
}
