//! The constructions of attribution, one judgment a file; each says in the record which one found a statement.

pub mod according;
pub mod agentless;
pub mod clause;
pub mod dash_credit;
pub mod document;
pub mod headline_colon;
pub mod lone_quotation;
pub mod object_voice;
pub mod parenthetical;
pub mod pointing_back;
pub mod quotation_cue;
pub mod reported_by;
pub mod transcript;

use super::draft::Draft;
use super::scene::Scene;

/// Everything that any construction proposes, by the sentence.
pub fn propose(scene: &Scene<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for sentence in &scene.sentences {
        if scene.is(crate::languages::attribution::Kind::Noise, sentence.start, sentence.end) {
            continue;
        }
        quotation_cue::propose(scene, sentence, &mut drafts);
        parenthetical::propose(scene, sentence, &mut drafts);
        according::propose(scene, sentence, &mut drafts);
        clause::propose(scene, sentence, &mut drafts);
        document::propose(scene, sentence, &mut drafts);
        pointing_back::propose(scene, sentence, &mut drafts);
        object_voice::propose(scene, sentence, &mut drafts);
        agentless::propose(scene, sentence, &mut drafts);
        reported_by::propose(scene, sentence, &mut drafts);
    }
    drafts.extend(transcript::propose(scene));
    drafts.extend(dash_credit::propose(scene));
    drafts
}
