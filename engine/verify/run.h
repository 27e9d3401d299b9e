#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/edges/observer.h"
#include "engine/edges/provider.h"
#include "engine/edges/sql_session.h"
#include "engine/verify/judge.h"

namespace dgctl::engine {

/// What is run, in this order.
struct VerifyPlan {
  LiveCheck warehouse;  ///< the rest is not run where this fails
  std::vector<LiveCheck> checks;
  std::string checkpoint;              ///< the catalog that is written to; "": none
  std::vector<std::string> leftovers;  ///< schemas in it that dead runs left
  std::string scratch;                 ///< the schema that is made; "": none
  std::vector<LiveCheck> writes;       ///< in it, each building on the one before
};

struct VerifyEdges {
  SqlSession& session;
  Reader& reader;  ///< of whoever runs dgctl: tells what is not there from what may not be seen
  Observer& observer;
  /// How long is left to drop what was made, once asked to stop.
  std::chrono::milliseconds grace{1'500};
};

struct Verified {
  std::vector<CheckResult> results;
  std::vector<std::string> notes;  ///< a sentence each
};

/// Runs the checks one after the other. Throws ProviderError, Unauthenticated, where the login is
/// not taken any more, and StoppedError; what it made is dropped before, as far as that is answered
/// in time, and what is left is named.
Verified run_checks(const VerifyPlan& plan,
                    const GrantedTo& to,
                    const VerifyEdges& edges,
                    const std::stop_token& stop);

}  // namespace dgctl::engine
