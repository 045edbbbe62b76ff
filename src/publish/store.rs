//! What every place that can be published to can do.

use super::Fault;

/// One thing in a folder on the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name, without the folder.
    pub name: String,
    /// True for a folder.
    pub is_folder: bool,
    /// Its length in bytes, where the server tells it.
    pub size: Option<u64>,
}

/// A folder on a server. Paths are relative to it, with forward slashes; the empty path is the
/// folder itself.
///
/// Every operation may be repeated: after a connection was cut, nobody knows whether the last one
/// took place.
pub trait Store: Send {
    /// A file, or its first `most` bytes: a server may send without end. `None` when it is not
    /// there.
    ///
    /// # Errors
    /// When it is there and cannot be read, or the connection fails.
    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Fault>;

    /// What a folder holds; `None` when it is not there or the server does not tell, which many
    /// servers say in the same words.
    ///
    /// # Errors
    /// When the connection fails or the server refuses.
    fn list(&mut self, folder: &str) -> Result<Option<Vec<Item>>, Fault>;

    /// True when a folder is there, whatever it holds: listings leave things out.
    ///
    /// # Errors
    /// When the connection fails.
    fn has_folder(&mut self, folder: &str) -> Result<bool, Fault>;

    /// Writes a file in place, whatever was there. `moving` hears how many bytes of it are on their
    /// way.
    ///
    /// # Errors
    /// As above.
    fn write(&mut self, path: &str, bytes: &[u8], moving: &dyn Fn(u64)) -> Result<(), Fault>;

    /// Renames a file, over another where the server can.
    ///
    /// # Errors
    /// As above; a server that cannot says so with any kind that is not passing.
    fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault>;

    /// Removes a file; one that is not there is removed already.
    ///
    /// # Errors
    /// As above.
    fn remove(&mut self, path: &str) -> Result<(), Fault>;

    /// Makes a folder whose parent is there; one that is there is made already.
    ///
    /// # Errors
    /// As above.
    fn make_folder(&mut self, path: &str) -> Result<(), Fault>;

    /// Removes a folder if it is empty, and says whether it did.
    fn remove_folder(&mut self, path: &str) -> bool;

    /// The length of a file; `None` when it is not there.
    ///
    /// # Errors
    /// As above.
    fn size(&mut self, path: &str) -> Result<Option<u64>, Fault>;

    /// The SHA-256 of a file, where the server can tell without sending it.
    fn hash(&mut self, _path: &str) -> Option<[u8; 32]> {
        None
    }

    /// Connects, or connects again.
    ///
    /// # Errors
    /// When the server cannot be reached or does not let us in.
    fn connect(&mut self) -> Result<(), Fault>;
}
