#pragma once

#include <string>
#include <vector>

#include "engine/edges/observer.h"
#include "engine/model/diagnostic.h"
#include "engine/plan/drift.h"
#include "engine/plan/plan_file.h"
#include "engine/verify/report.h"

namespace dgctl::engine {

/// What happens, one JSON object a line, in the form of Terraform's machine-readable user interface
/// (version 1.2): each has "@level", "@message", "@module", "@timestamp" and "type". Each function
/// returns lines that end with a newline; `at` is the time in RFC 3339.
class EventJson {
 public:
  explicit EventJson(std::string at) : at_(std::move(at)) {}

  /// The first line of a stream.
  [[nodiscard]] std::string version(const std::string& dgctl) const;
  [[nodiscard]] std::string diagnostic(const Diagnostic& diagnostic) const;
  /// A line a change that is counted, and the summary.
  [[nodiscard]] std::string planned(const Plan& plan) const;
  /// A line a thing that drifted, and how many.
  [[nodiscard]] std::string drift(const DriftReport& report) const;
  /// A line a check as the service principal, and how many came out how.
  [[nodiscard]] std::string verified(const VerifyReport& report) const;
  /// `operation`: "plan", "apply", "destroy".
  [[nodiscard]] std::string summary(const std::string& operation, const Counts& counts) const;
  /// What a run or a wait tells of.
  [[nodiscard]] std::string progress(const Event& event) const;
  /// The last line: how the command ended. `reason`: as behind "reason=", or "".
  [[nodiscard]] std::string end(int code, const std::string& reason) const;

 private:
  std::string at_;
};

}  // namespace dgctl::engine
