#include "engine/render/verify_junit.h"

#include "engine/render/junit.h"
#include "engine/render/shown.h"
#include "engine/render/verify_words.h"

namespace dgctl::engine {
namespace {

JunitFailure failure_in(const CheckResult& result, const Principal& client_id) {
  std::string text = check_line(result) + "\n";
  for (const std::string& what : what_to_do(result, client_id)) text += what + "\n";
  if (!result.check.statement.empty()) text += "Statement: " + result.check.statement + "\n";
  for (const Place& place : result.check.places) {
    if (!place.file.empty()) text += "It is asked for at " + to_text(place) + ".\n";
  }
  const std::string came = came_of(result);
  const std::string message = came.empty() ? to_string(result.judgement) : came;
  return {to_string(result.judgement), shortened(message, kLongestJunitMessage), text};
}

JunitCase junit_case_of(const CheckResult& result,
                        const Principal& client_id,
                        const SourcePath& source) {
  JunitCase written;
  written.name = result.check.name;
  const auto& places = result.check.places;
  if (!places.empty() && !places.front().file.empty()) {
    written.file = path_from_root(source, places.front().file);
  }
  switch (result.judgement) {
    case Judgement::Failed:
    case Judgement::Unknown:
      written.failure = failure_in(result, client_id);
      break;
    case Judgement::Skipped:
      written.skipped = result.text;
      break;
    case Judgement::Excess:  // which the configuration lets be
    case Judgement::Passed:
      written.output = check_line(result);
      break;
  }
  return written;
}

}  // namespace

std::string verify_junit(const VerifyReport& report, const SourcePath& source) {
  JunitReport junit{"dgctl verify",
                    report.made_at,
                    report.host,
                    {{"dgctl", report.made_by},
                     {"workspace", report.host},
                     {"stack", report.stack},
                     {"target", report.target}},
                    {}};
  for (const VerifiedGraph& graph : report.graphs) {
    JunitSuite& suite = junit.suites.emplace_back();
    suite.name = report.stack + "." + report.target + "." + graph.key;
    for (const CheckResult& result : graph.results) {
      suite.cases.push_back(junit_case_of(result, graph.client_id, source));
    }
  }
  return junit_text(junit);
}

}  // namespace dgctl::engine
