#pragma once

#include <chrono>
#include <set>
#include <stop_token>

#include "engine/apply/run.h"
#include "engine/edges/provider.h"

namespace dgctl::engine {

/// How a step is carried out.
struct AttemptOptions {
  /// The step as it was reviewed: what was not known then does not count as moved.
  const Step& planned;
  Provider& provider;
  Clock& clock;
  /// Read what the step builds on again before it is sent: it was read too long ago.
  bool reread = false;
  /// Look-ups that this run itself has changed since: they are not compared.
  std::set<Lookup> own;
  /// The step waits for something that this run made: that it cannot be seen yet is waited out.
  bool follows_creation = false;
};

/// Carries out one step. Every ProviderError ends here and becomes a Result. An answer that was
/// lost is read back before another try; a thing that is there before it could be made is Stale.
Result attempt(const Task& task, const AttemptOptions& options, std::stop_token stop);

/// Compares what steps build on with what was reviewed. Returns what moved, a sentence each without
/// a final period.
std::vector<std::string> moved_since_review(const std::vector<const Step*>& steps,
                                            Provider& provider,
                                            const std::set<Lookup>& own,
                                            std::stop_token stop);

}  // namespace dgctl::engine
