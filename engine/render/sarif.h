#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "engine/model/diagnostic.h"
#include "engine/render/source_path.h"

namespace dgctl::engine {

/// How many results GitHub shows of an upload.
inline constexpr std::size_t kMostSarifResults = 5000;

/// What is found, as a rule that never changes its id.
struct SarifRule {
  std::string id, name;
  std::string level;  ///< "error", "warning", "note"
  std::string short_text, full_text;
  std::string help;  ///< what to do
  std::string tag;   ///< "drift"
};

struct SarifResult {
  std::size_t rule = 0;  ///< an index
  std::string level;
  std::string message;
  std::vector<Place> places;  ///< the first counts; none: the configuration's first line
  std::string logical_name;   ///< an address
  std::string fingerprint;    ///< the same as long as it is the same finding
};

struct SarifRun {
  std::string made_by, made_at;
  std::string automation_id;  ///< "dgctl-drift/acme/prod/"
  std::vector<SarifRule> rules;
  std::vector<SarifResult> results;
  /// Level and text of what else is to be known.
  std::vector<std::pair<std::string, std::string>> notifications;
};

/// SARIF 2.1.0 as GitHub's code scanning reads it. Results beyond kMostSarifResults are left out.
std::string sarif_text(const SarifRun& run, const SourcePath& source);

/// How many columns a message takes at most.
inline constexpr std::size_t kLongestSarifText = 1000;

}  // namespace dgctl::engine
