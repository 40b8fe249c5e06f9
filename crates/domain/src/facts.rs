//! The facts that decide what an assessment must say. Source: `domain/middle-server.md` §1.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether copies for exchange and the exchange log are one file with the business data.
/// Source: 総官企第285号 2.(2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileUnit {
    /// One 特定個人情報ファイル (the notice's assumption).
    Integrated,
    /// Files of their own (the agency's reasonable discretion).
    Separate,
}

/// Facts about an affair; `None` is not yet answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The affair uses the intermediate server (中間サーバー).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uses_ms: Option<bool>,
    /// The body uses J-LIS's intermediate-server platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uses_pf: Option<bool>,
    /// Information is obtained through it (情報照会).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms_obtain: Option<bool>,
    /// Information is provided through it (情報提供).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms_provide: Option<bool>,
    /// Handling of the file kept in it is entrusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ms_entrust: Option<bool>,
    /// The unit of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_unit: Option<FileUnit>,
    /// 対象人数, persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headcount: Option<u64>,
    /// 取扱者数, persons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<u64>,
    /// A serious incident with My Number data within a year (特定個人情報に関する重大事故).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident: Option<bool>,
    /// The day the counts stand for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
}

impl Facts {
    /// These facts, with those that `named` answers in their place.
    #[must_use]
    pub fn merged(&self, named: &Self) -> Self {
        Self {
            uses_ms: named.uses_ms.or(self.uses_ms),
            uses_pf: named.uses_pf.or(self.uses_pf),
            ms_obtain: named.ms_obtain.or(self.ms_obtain),
            ms_provide: named.ms_provide.or(self.ms_provide),
            ms_entrust: named.ms_entrust.or(self.ms_entrust),
            file_unit: named.file_unit.or(self.file_unit),
            headcount: named.headcount.or(self.headcount),
            staff: named.staff.or(self.staff),
            incident: named.incident.or(self.incident),
            as_of: named.as_of.or(self.as_of),
        }
    }
}
