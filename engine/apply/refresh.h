#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "engine/edges/journal_store.h"
#include "engine/edges/provider.h"
#include "engine/edges/state_store.h"
#include "engine/plan/draft.h"
#include "engine/state/journal.h"

namespace dgctl::engine {

/// What is recorded, as it lies in the stores.
struct Opened {
  State state;
  Version version;
  std::optional<Journal> journal;  ///< of a run that was interrupted
  std::string journal_digest;      ///< of its lines, "" without one
};
/// Throws what the stores throw, CorruptError for what cannot be read as state or journal, and
/// Error for what a newer dgctl wrote.
Opened open_ledger(StateStore& store, JournalStore& journal, const std::stop_token& stop);

/// Reads look-ups into what is known. Throws ProviderError, StoppedError.
void read_into(Live& live,
               const std::vector<Lookup>& wanted,
               Reader& reader,
               const std::stop_token& stop);

/// A plan with all that it was made of.
struct Refreshed {
  State state;                      ///< what is recorded, the interrupted run settled
  std::vector<StepId> settled;      ///< steps of the interrupted run that took effect
  std::vector<StepId> cannot_tell;  ///< of those, what they did may not be seen
  RunRecord interrupted;            ///< that run, for the state's list of runs
  Live live;
  Draft draft;
};

struct RefreshOptions {
  std::string now;  ///< RFC 3339
  bool destroy = false;
  std::optional<Rotation> rotation;
  bool drift = false;  ///< as in PlanInput
  Choices choices = {};
};

/// Reads what the diff needs, until nothing is missing, and makes the plan. Changes nothing.
/// Throws ProviderError, StoppedError, CorruptError.
Refreshed refresh(const Desired& desired,
                  const Opened& opened,
                  Reader& reader,
                  const RefreshOptions& options,
                  const std::stop_token& stop);

/// Reads what an interrupted run may have changed and works its journal into the state.
Refreshed settle_only(const Opened& opened, Reader& reader, const std::stop_token& stop);

}  // namespace dgctl::engine
