//! The reference lists of a workspace that kernels of names read.

use super::{
    agency::Agency, cooperation_type::CooperationType, country::Country, funding_source::FundingSource,
    ministry::Ministry, name_list::NameList, places::Places, tender_stage::TenderStage,
};

#[cfg(test)]
pub(crate) mod fixture;

/// The lists; an empty one where the workspace has none.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Areas: the lists `kecamatan`, `kelurahan`, `kabkota`, `provinsi` and `kecamatan_lain`.
    pub places: Places,
    /// The list `opd`.
    pub agencies: NameList<Agency>,
    /// The list `negara`.
    pub countries: NameList<Country>,
    /// The list `kementerian_lembaga`.
    pub ministries: NameList<Ministry>,
    /// The list `tahap_tender`.
    pub tender_stages: NameList<TenderStage>,
    /// The list `jenis_kerja_sama`.
    pub cooperation_types: NameList<CooperationType>,
    /// The list `sumber_dana`.
    pub funding_sources: NameList<FundingSource>,
}

/// Kinds of value that are names in a list, with the list of the workspace that holds them.
const KINDS: &[(&str, &str)] = &[
    ("kecamatan", "kecamatan"),
    ("kelurahan", "kelurahan"),
    ("opd", "opd"),
    ("country", "negara"),
    ("ministry", "kementerian_lembaga"),
    ("tender_stage", "tahap_tender"),
    ("cooperation_type", "jenis_kerja_sama"),
    ("fund_source", "sumber_dana"),
];

impl Lists {
    /// The name of the list that a kind of value needs and the workspace does not have.
    #[must_use]
    pub fn lacking(&self, kind: &str) -> Option<&'static str> {
        let (_, list) = KINDS.iter().find(|(known, _)| *known == kind)?;
        let is_empty = match kind {
            "kecamatan" => self.places.districts.is_empty(),
            "kelurahan" => self.places.villages.is_empty(),
            "opd" => self.agencies.is_empty(),
            "country" => self.countries.is_empty(),
            "ministry" => self.ministries.is_empty(),
            "tender_stage" => self.tender_stages.is_empty(),
            "cooperation_type" => self.cooperation_types.is_empty(),
            _ => self.funding_sources.is_empty(),
        };
        is_empty.then_some(list)
    }
}
