//! A sequence model of attribution in English, in two stages.
//!
//! The first labels cues. The second labels, for each of them, the source and the content around it; where it
//! finds no content, the cue is rejected. Two voices are added up in both: chains of labels ([`crf`]) over hashed
//! features ([`features`]), fitted by `training/statements.py`, and a recurrent network ([`network`]), fitted by
//! `training/network.py`.

use std::ops::Range;
use std::sync::LazyLock;

use super::quotations::Quotation;
use super::tokens::Tokens;
use crf::{Chain, MOST, Scores, Steps};
use features::{Clusters, Found, Page};
use matrix::Matrix;
use network::Network;
use safetensors::SafeTensors;

pub mod crf;
pub mod features;
pub mod matrix;
pub mod network;
mod tensors;

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

/// The weights of both stages, the classes of words and the network.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// Classes of words.
    pub clusters: Clusters,
    /// First stage: outside, opens a cue, goes on with it.
    pub cues: Chain,
    /// Second stage: outside, source, content.
    pub roles: Chain,
    /// Adds to the scores of both.
    pub network: Option<Network>,
    /// What is weighed how.
    pub settings: Settings,
}

/// Numbers chosen on the part of the training set that was left out.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Added to what speaks for opening a cue, as the second stage may still reject it.
    pub lenience: f32,
    /// Added to what speaks for a source.
    pub sources: f32,
    /// Proposals below this score are left out.
    pub least: f32,
    /// Weight of the chain's scores beside the network's, in the first stage and in the second.
    pub chain: [f32; 2],
    /// Weight of the network's scores, likewise.
    pub network: [f32; 2],
    /// From which chance on the network alone decides a token's label, likewise: the chain, which is slow to ask, would change
    /// nothing there.
    pub settled: [f32; 2],
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            lenience: 0.8,
            sources: 0.5,
            least: 0.0,
            chain: [0.5; 2],
            network: [0.8; 2],
            settled: [0.995, 0.998],
        }
    }
}

impl Settings {
    /// The chains without the network, as they are trained.
    pub fn chains(lenience: f32) -> Settings {
        Settings { lenience, sources: 1.0, least: 0.0, chain: [1.0; 2], network: [0.0; 2], settled: [2.0; 2] }
    }
}

/// Cues whose windows pass the network together.
const TOGETHER: usize = 16;

const CHAINS: &[u8] = include_bytes!("../../../models/statements_en_chains.safetensors");
const NETWORK: &[u8] = include_bytes!("../../../models/statements_en_network.safetensors");

static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::parse(CHAINS, Some(NETWORK)).expect("the files are read in tests"));

/// What the model finds in an English text, in the order of the cues.
pub fn propose(tokens: &Tokens<'_>, quotations: &[Quotation]) -> Vec<Proposal> {
    MODEL.propose(tokens, quotations)
}

/// A cue with what the network needs to ask for its source and content.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The cue.
    pub found: Found,
    query: Vec<f32>,
}

/// What the first stage leaves.
#[derive(Clone, Debug, Default)]
pub struct First {
    /// Cues in the order of the text.
    pub cues: Vec<Asked>,
    parts: Matrix,
    chances: Vec<f32>,
}

/// Room for chances, used again and again.
#[derive(Debug, Default)]
struct Room {
    forward: Vec<Scores>,
    chances: Vec<Scores>,
}

/// Steps of chain and network together.
fn both(chain: &Steps, network: Option<&Steps>, weights: (f32, f32)) -> Steps {
    std::array::from_fn(|from| {
        std::array::from_fn(|to| {
            let added = network.map_or(0.0, |steps| weights.1 * steps[from][to]);
            if chain[from][to] <= crf::NEVER { crf::NEVER } else { weights.0 * chain[from][to] + added }
        })
    })
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
    /// Reads the chains and classes of one safetensors file and the network of another; errors name the tensor.
    pub fn parse(chains: &[u8], network: Option<&[u8]>) -> Result<Model, String> {
        let file = SafeTensors::deserialize(chains).map_err(|e| e.to_string())?;
        Ok(Model {
            clusters: Clusters::read(&file)?,
            cues: Chain::read(&file, "cues")?,
            roles: Chain::read(&file, "roles")?,
            network: network.map(Network::parse).transpose()?,
            settings: Settings::default(),
        })
    }

    fn scores(
        &self,
        stage: usize,
        chain: &Chain,
        rows: &crf::Rows,
        network: Option<&[Scores]>,
    ) -> Vec<Scores> {
        let (by, added) = (self.settings.chain[stage], self.settings.network[stage]);
        let mut scores = chain.scores(rows);
        for score in scores.iter_mut().flatten() {
            *score *= by;
        }
        for (score, network) in scores.iter_mut().zip(network.unwrap_or_default()) {
            for (score, network) in score.iter_mut().zip(network) {
                *score += added * network;
            }
        }
        scores
    }

    /// For each token whether the chain is asked about it too, or nothing without a network: it is asked about all. `room` is reused.
    fn unsettled(
        &self,
        stage: usize,
        network: Option<&[Scores]>,
        alone: &Steps,
        room: &mut Room,
    ) -> Vec<bool> {
        let labels = [self.cues.labels, self.roles.labels][stage];
        let Some(scores) = network else { return Vec::new() };
        crf::chances(scores, labels, alone, &mut room.forward, &mut room.chances);
        let least = self.settings.settled[stage];
        room.chances.iter().map(|chances| chances.iter().all(|&chance| chance < least)).collect()
    }

    /// The first stage.
    pub fn find(&self, page: &Page<'_, '_>) -> First {
        let mut made = First::default();
        let steps = self.network.as_ref().map(|n| &n.cue_steps);
        let alone = both(&self.cues.steps, steps, (0.0, 1.0));
        let steps = both(&self.cues.steps, steps, (self.settings.chain[0], self.settings.network[0]));
        let mut room = Room::default();
        let mut at = 0;
        let groups = match &self.network {
            Some(_) => Network::groups(&page.tokens.paragraphs),
            None => page.tokens.paragraphs.iter().map(|p| vec![p.clone()]).collect(),
        };
        for group in groups {
            let read = self.network.as_ref().map(|network| (network, network.read(page, &group)));
            let end = group[group.len() - 1].end;
            while let Some(paragraph) = page.tokens.paragraphs.get(at).filter(|p| p.end <= end) {
                at += 1;
                let cues = read.as_ref().map(|(_, read)| {
                    &read.cues[paragraph.start - read.range.start..paragraph.end - read.range.start]
                });
                let asked = self.unsettled(0, cues, &alone, &mut room);
                let rows = page.cues(paragraph, |n| asked.get(n).is_none_or(|&asked| asked));
                let scores = self.scores(0, &self.cues, &rows, cues);
                for found in self.cues_in(paragraph, scores, &steps, &mut room) {
                    let query = read.as_ref().map(|(network, read)| network.query(read, &found.range));
                    made.cues.push(Asked { found, query: query.unwrap_or_default() });
                }
            }
            if let Some((_, read)) = read {
                made.chances.extend(read.chances);
                made.parts.width = read.parts.width;
                made.parts.values.extend(read.parts.values);
            }
        }
        made
    }

    /// The cues of one paragraph from its scores.
    fn cues_in(
        &self,
        paragraph: &Range<usize>,
        mut scores: Vec<Scores>,
        steps: &Steps,
        room: &mut Room,
    ) -> Vec<Found> {
        let Room { forward, chances } = room;
        crf::chances(&scores, 3, steps, forward, chances);
        for score in &mut scores {
            score[1] += self.settings.lenience;
        }
        let labels = crf::best(&scores, 3, steps);
        runs(&labels, 1, paragraph.start)
            .into_iter()
            .map(|range| {
                let most = range.clone().map(|i| 1.0 - chances[i - paragraph.start][0]).fold(0.0, f32::max);
                Found { range, chance: most }
            })
            .collect()
    }

    /// Both stages.
    pub fn propose(&self, tokens: &Tokens<'_>, quotations: &[Quotation]) -> Vec<Proposal> {
        let page = Page::new(tokens, quotations, &self.clusters);
        let first = self.find(&page);
        let found: Vec<Found> = first.cues.iter().map(|asked| asked.found.clone()).collect();
        let starts: Vec<usize> = found.iter().map(|cue| cue.range.start).collect();
        let steps = self.network.as_ref().map(|n| &n.role_steps);
        let alone = both(&self.roles.steps, steps, (0.0, 1.0));
        let steps = both(&self.roles.steps, steps, (self.settings.chain[1], self.settings.network[1]));
        let mut room = Room::default();
        let mut made = Vec::new();
        for asked in first.cues.chunks(TOGETHER) {
            let windows: Vec<_> = asked.iter().map(|asked| page.window(&asked.found.range)).collect();
            let network = self.network.as_ref().map(|network| {
                let pairs: Vec<_> = asked
                    .iter()
                    .zip(&windows)
                    .map(|(asked, window)| {
                        let codes = page.pairs(&asked.found.range, &starts, window);
                        (window.clone(), asked.query.as_slice(), codes)
                    })
                    .collect();
                network.roles(&first.parts, &first.chances, &pairs)
            });
            for (n, (asked, window)) in asked.iter().zip(windows).enumerate() {
                let network = network.as_ref().map(|scores| scores[n].as_slice());
                let open = self.unsettled(1, network, &alone, &mut room);
                let rows =
                    page.roles(&asked.found, &found, &window, |n| open.get(n).is_none_or(|&open| open));
                let mut scores = self.scores(1, &self.roles, &rows, network);
                for score in &mut scores {
                    score[1] += self.settings.sources;
                }
                made.extend(self.proposal(&page, &asked.found, window, &scores, &steps, &mut room));
            }
        }
        made
    }

    /// What the scores of a cue's window say.
    fn proposal(
        &self,
        page: &Page<'_, '_>,
        cue: &Found,
        window: Range<usize>,
        scores: &[Scores],
        steps: &Steps,
        room: &mut Room,
    ) -> Option<Proposal> {
        let labels = crf::best(scores, MOST, steps);
        let mut content = runs(&labels, 3, window.start);
        if content.is_empty() {
            return None;
        }
        let source = runs(&labels, 1, window.start);
        let Room { forward, chances } = room;
        crf::chances(scores, MOST, steps, forward, chances);
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
        if score < self.settings.least {
            return None;
        }
        whole_quotations(page, &cue.range, &source, &mut content);
        Some(Proposal { source, cue: vec![cue.range.clone()], content, score })
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
    fn the_weights_say_where_they_come_from_and_are_small() {
        let files: [&[u8]; 2] = [CHAINS, NETWORK];
        for file in files {
            let heading = SafeTensors::read_metadata(file).unwrap().1;
            let stated = heading.metadata().as_ref().expect("a heading");
            for name in ["what", "origin", "licence", "script", "date"] {
                assert!(stated.get(name).is_some_and(|words| !words.is_empty()), "{name}");
            }
        }
        assert!(CHAINS.len() + NETWORK.len() < 5_000_000);
    }

    #[test]
    fn what_is_settled_needs_no_chain() {
        let text = "“We will rebuild the bridge,” Smith said on Monday.\nThe council, which met in May, denied that \
                    it was warned.\nCritics in the town say the plan is late. According to the report, prices fell.";
        let tokens = Tokens::new(text);
        let quotations = quotations(&tokens);
        let mut asked_all = MODEL.clone();
        asked_all.settings.settled = [2.0; 2];
        let spans =
            |made: Vec<Proposal>| made.into_iter().map(|p| (p.source, p.cue, p.content)).collect::<Vec<_>>();
        let made = spans(MODEL.propose(&tokens, &quotations));
        assert!(made.len() >= 3, "{made:?}");
        assert_eq!(made, spans(asked_all.propose(&tokens, &quotations)));
        // Where all is settled by whatever chance, the network alone decides.
        let mut asked_nothing = MODEL.clone();
        asked_nothing.settings.settled = [0.0; 2];
        let page = Page::new(&tokens, &quotations, &asked_nothing.clusters);
        let chains_told = |model: &Model| {
            let cues = vec![[0.0; MOST]; 4];
            model.unsettled(0, Some(&cues), &both(&model.cues.steps, None, (0.0, 1.0)), &mut Room::default())
        };
        assert_eq!(chains_told(&asked_nothing), [false; 4]);
        assert_eq!(chains_told(&asked_all), [true; 4]);
        assert!(page.cues(&(0..4), |_| false).flat.is_empty());
    }

    #[test]
    fn what_was_read_before_changes_nothing() {
        let text =
            "“We will rebuild the bridge,” Smith said on Monday.\nThe council denied that it was warned.";
        let rare: String = (0..6000).map(|n| format!("rare{n}x said.\n")).collect();
        let read = |model: &Model, text: &str| {
            let tokens = Tokens::new(text);
            model.propose(&tokens, &quotations(&tokens))
        };
        let model = MODEL.clone();
        let first = read(&model, text);
        assert_eq!(first.len(), 2);
        let all_new = read(&model, &rare);
        assert_eq!(read(&model, text), first);
        assert_eq!(read(&model, &rare), all_new);
    }

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
