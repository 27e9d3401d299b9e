#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/model/lookup.h"
#include "engine/state/journal.h"

// Learning what an interrupted run did. Pure: what has to be read is named, and read by the caller.

namespace dgctl::engine {

/// The look-ups that tell whether a call took effect.
std::vector<Lookup> evidence_for(const Call& call);

/// Whether a call took effect, from what was before it and what is now: the one place that decides
/// it, for recovery and for answers that were lost. Nothing: it cannot be seen.
/// `existed`: what the call makes was there before it. A thing that somebody else made meanwhile
/// with other fields is not taken for ours.
std::optional<bool> took_effect(const Call& call, bool existed, const Live& now);

/// What a call that took effect yielded, read back.
StepOutcome outcome_of(const Call& call, const Live& now);

/// A journal that was not finished, worked into the state.
struct Settled {
  State state;
  std::vector<StepId> done;         ///< steps that took effect
  std::vector<StepId> cannot_tell;  ///< what they did may not be seen; they count as not done
  RunRecord run;                    ///< of the interrupted run, as far as it came
  std::vector<Lookup> missing;      ///< to be read first; until then the rest is not complete
};
/// Throws CorruptError if the journal does not belong to the state.
Settled settle(const State& state, const Journal& journal, const Live& live);

}  // namespace dgctl::engine
