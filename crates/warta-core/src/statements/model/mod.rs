//! A sequence model of attribution in English, in two stages.
//!
//! The first labels cues. The second labels, for each of them, the source and the content around it; where it
//! finds no content, the cue is rejected. Both are chains of labels ([`crf`]) over hashed features ([`features`]), with
//! weights that `training/statements.py` fits.

use std::ops::Range;
use std::sync::LazyLock;

use super::quotations::Quotation;
use super::tokens::Tokens;
use crf::{Chain, MOST, Scores};
use features::{Clusters, Found, Page};

pub mod crf;
pub mod features;

/// The language that it was trained on.
pub const LANGUAGE: &str = "en";

/// What the model holds to be a statement; ranges are of tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// Who is said to say it; empty where nobody is named.
    pub source: Vec<Range<usize>>,
    /// The words that attribute.
    pub cue: Vec<Range<usize>>,
    /// What is said.
    pub content: Vec<Range<usize>>,
    /// Chance that content and source are right.
    pub score: f32,
}

/// The weights of both stages and the classes of words.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Classes of words.
    pub clusters: Clusters,
    /// First stage: outside, opens a cue, goes on with it.
    pub cues: Chain,
    /// Second stage: outside, source, content.
    pub roles: Chain,
    /// Added to what speaks for opening a cue, as the second stage may still reject it.
    pub lenience: f32,
    /// Added to what speaks for a source.
    pub sources: f32,
    /// Proposals below this score are left out.
    pub least: f32,
}

/// Chosen on the part of the training set that was left out.
const LENIENCE: f32 = 1.2;
/// As above.
const SOURCES: f32 = 1.0;
/// As above.
const LEAST: f32 = 0.0;

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    Model::parse(
        include_str!("../../../models/statements_en.tsv"),
        include_str!("../../../models/clusters_en.tsv"),
    )
    .expect("the tables are read in tests")
});

/// What the model finds in an English text, in the order of the cues.
pub fn propose(tokens: &Tokens<'_>, quotations: &[Quotation]) -> Vec<Proposal> {
    MODEL.propose(tokens, quotations)
}

/// Runs of labels that open with `opens` and go on with `opens + 1`, moved by `offset`.
pub fn runs(labels: &[u8], opens: u8, offset: usize) -> Vec<Range<usize>> {
    let mut made: Vec<Range<usize>> = Vec::new();
    for (i, &label) in labels.iter().enumerate() {
        if label == opens {
            made.push(offset + i..offset + i + 1);
        } else if label == opens + 1
            && let Some(run) = made.last_mut().filter(|run| run.end == offset + i)
        {
            run.end += 1;
        }
    }
    made
}

impl Model {
    /// Reads the tables; errors name the line.
    pub fn parse(weights: &str, clusters: &str) -> Result<Model, (usize, &'static str)> {
        let middle = weights.match_indices("\nlabels\t").nth(1).map_or(weights.len(), |(at, _)| at + 1);
        Ok(Model {
            clusters: Clusters::parse(clusters),
            cues: Chain::parse(&weights[..middle])?,
            roles: Chain::parse(&weights[middle..])?,
            lenience: LENIENCE,
            sources: SOURCES,
            least: LEAST,
        })
    }

    /// The first stage.
    pub fn find(&self, page: &Page<'_, '_>) -> Vec<Found> {
        let mut made = Vec::new();
        let (mut forward, mut chances) = (Vec::new(), Vec::new());
        for paragraph in &page.tokens.paragraphs {
            let scores = self.cues.scores(&page.cues(paragraph));
            self.cues_in(paragraph, scores, &mut forward, &mut chances, &mut made);
        }
        made
    }

    /// The cues of one paragraph from its scores.
    pub fn cues_in(
        &self,
        paragraph: &Range<usize>,
        mut scores: Vec<Scores>,
        forward: &mut Vec<Scores>,
        chances: &mut Vec<Scores>,
        made: &mut Vec<Found>,
    ) {
        crf::chances(&scores, 3, &self.cues.steps, forward, chances);
        for score in &mut scores {
            score[1] += self.lenience;
        }
        let labels = crf::best(&scores, 3, &self.cues.steps);
        for range in runs(&labels, 1, paragraph.start) {
            let most = range.clone().map(|i| 1.0 - chances[i - paragraph.start][0]).fold(0.0, f32::max);
            made.push(Found { range, chance: most });
        }
    }

    /// Both stages.
    pub fn propose(&self, tokens: &Tokens<'_>, quotations: &[Quotation]) -> Vec<Proposal> {
        let page = Page::new(tokens, quotations, &self.clusters);
        let found = self.find(&page);
        let (mut forward, mut chances) = (Vec::new(), Vec::new());
        let mut made = Vec::new();
        for cue in &found {
            let window = page.window(&cue.range);
            let mut scores = self.roles.scores(&page.roles(cue, &found, &window));
            for score in &mut scores {
                score[1] += self.sources;
            }
            let labels = crf::best(&scores, MOST, &self.roles.steps);
            let mut content = runs(&labels, 3, window.start);
            if content.is_empty() {
                continue;
            }
            let source = runs(&labels, 1, window.start);
            crf::chances(&scores, MOST, &self.roles.steps, &mut forward, &mut chances);
            let mean = |ranges: &[Range<usize>], label: usize| {
                let (mut sum, mut count) = (0.0, 0.0);
                for i in ranges.iter().flat_map(Clone::clone) {
                    let row = &chances[i - window.start];
                    sum += row[label] + row[label + 1];
                    count += 1.0;
                }
                if count > 0.0 { sum / count } else { 0.5 }
            };
            let inside = |i: usize| chances[i - window.start][3] + chances[i - window.start][4];
            // Where the ends are unsure, the content often is wrong.
            let ends = content.iter().map(|r| inside(r.start).min(inside(r.end - 1))).fold(1.0, f32::min);
            let score = cue.chance * mean(&content, 3) * mean(&source, 1) * ends.sqrt();
            if score < self.least {
                continue;
            }
            whole_quotations(&page, &cue.range, &source, &mut content);
            made.push(Proposal { source, cue: vec![cue.range.clone()], content, score });
        }
        made
    }
}

/// Never cuts inside quotation marks: a content that holds most of a quotation holds all of it.
fn whole_quotations(
    page: &Page<'_, '_>,
    cue: &Range<usize>,
    source: &[Range<usize>],
    content: &mut [Range<usize>],
) {
    for range in content.iter_mut() {
        let (start, end) = (range.start, range.end);
        let first = page.quotations.partition_point(|q| q.range.end <= start);
        for quotation in page.quotations[first..].iter().take_while(|q| q.range.start < end) {
            let quoted = &quotation.range;
            let shared = range.end.min(quoted.end).saturating_sub(range.start.max(quoted.start));
            let taken = |other: &Range<usize>| other.start < quoted.end && quoted.start < other.end;
            if quotation.closed && shared * 2 > quoted.len() && !taken(cue) && !source.iter().any(taken) {
                range.start = range.start.min(quoted.start);
                range.end = range.end.max(quoted.end);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statements::quotations::quotations;

    #[test]
    fn a_said_sentence() {
        let tokens =
            Tokens::new("The mayor spoke. “We will rebuild the bridge,” Smith said on Monday.\nHe left.");
        let made = propose(&tokens, &quotations(&tokens));
        assert_eq!(made.len(), 1);
        assert_eq!(tokens.slice(&made[0].source[0]), "Smith");
        assert_eq!(tokens.slice(&made[0].content[0]), "“We will rebuild the bridge,”");
        assert!(propose(&Tokens::new(""), &[]).is_empty());
    }
}
