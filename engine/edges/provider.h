#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "engine/model/lookup.h"
#include "engine/model/step.h"

namespace dgctl::engine {

/// One remote system, looked at. Throws ProviderError. Safe to call from several threads at once.
class Reader {
 public:
  virtual ~Reader() = default;
  /// One result for each of `wanted`, in its order. Listing and batching are the provider's
  /// business.
  virtual std::vector<ReadResult> read(std::span<const Lookup> wanted, std::stop_token stop) = 0;
};

/// One that can be changed as well. Makes the calls it is asked for and decides nothing: the plan
/// did. As Reader.
class Provider : public Reader {
 public:
  /// Carries out one step and returns its outputs. The caller journals the intent before and the
  /// outcome after. No KnownAfter is left in the step. Deleting what is gone already succeeds.
  virtual StepOutcome write(const Step& step, std::stop_token stop) = 0;
};

}  // namespace dgctl::engine
