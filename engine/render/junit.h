#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/render/xml.h"

namespace dgctl::engine {

struct JunitFailure {
  std::string type, message;
  std::string text;  ///< all that there is to say
};

/// One testcase: it fails, is skipped, or passes.
struct JunitCase {
  std::string name;
  std::string file;  ///< from the repository's root, or ""
  std::optional<JunitFailure> failure;
  std::string skipped;  ///< why, or ""
  std::string output;   ///< of a case that passes
};

struct JunitSuite {
  std::string name;  ///< also the class of its cases, which GitLab shows as the suite
  std::vector<JunitCase> cases;
};

struct JunitReport {
  std::string name;  ///< "dgctl drift"
  std::string made_at, host;
  XmlAttributes properties;
  std::vector<JunitSuite> suites;
};

/// JUnit XML of the dialect that Jenkins and GitLab read.
std::string junit_text(const JunitReport& report);

/// The longest message of a failure, in columns; its text has it all.
inline constexpr std::size_t kLongestJunitMessage = 1000;

}  // namespace dgctl::engine
