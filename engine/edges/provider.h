#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "engine/model/lookup.h"
#include "engine/model/step.h"

namespace dgctl::engine {

/// One remote system. Makes the calls it is asked for and decides nothing: the plan did.
/// Throws ProviderError. Safe to call from several threads at once.
class Provider {
 public:
  virtual ~Provider() = default;
  /// One result for each of `wanted`, in its order. Listing and batching are the provider's
  /// business.
  virtual std::vector<ReadResult> read(std::span<const Lookup> wanted, std::stop_token stop) = 0;
  /// Carries out one step and returns its outputs. The caller journals the intent before and the
  /// outcome after. No KnownAfter is left in the step. Deleting what is gone already succeeds.
  virtual StepOutcome write(const Step& step, std::stop_token stop) = 0;
};

}  // namespace dgctl::engine
