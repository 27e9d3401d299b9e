#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/verify/checks.h"

// What `dgctl verify` says.

namespace dgctl::engine {

/// What was verified of one data graph.
struct VerifiedGraph {
  std::string key;
  Principal client_id;
  std::string secret_from;   ///< "file:.secrets/segment.env"
  WarehouseInUse warehouse;  ///< as it was before the first statement
  std::vector<CheckResult> results;
  std::vector<std::string> notes;  ///< what else is to be known, a sentence each
};

struct VerifyReport {
  std::string host, stack, target;
  std::string made_at, made_by;  ///< RFC 3339; the version of dgctl
  std::vector<VerifiedGraph> graphs;
  std::int64_t requests = 0;
};

/// How many checks came out how; every judgement is there.
std::map<Judgement, std::size_t> count_by_judgement(const VerifyReport& report);
/// Whether everything was proven that was to be: nothing failed, and of nothing it is unknown.
bool is_verified(const VerifyReport& report);

inline constexpr std::array kJudgements{Judgement::Passed,
                                        Judgement::Failed,
                                        Judgement::Unknown,
                                        Judgement::Excess,
                                        Judgement::Skipped};

/// Whether a warehouse in that state starts when a statement comes.
bool is_started_by_use(const WarehouseInUse& warehouse);

}  // namespace dgctl::engine
