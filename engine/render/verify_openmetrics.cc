#include "engine/render/verify_openmetrics.h"

#include <algorithm>

#include "engine/render/openmetrics.h"

namespace dgctl::engine {
namespace {

std::size_t count_in(const VerifiedGraph& graph, Judgement judgement, bool is_denial) {
  return static_cast<std::size_t>(
      std::count_if(graph.results.begin(), graph.results.end(), [&](const CheckResult& result) {
        return result.judgement == judgement &&
               (result.check.expected == Expectation::Denied) == is_denial;
      }));
}

/// Reads that worked and showed nothing.
std::size_t count_without_rows(const VerifiedGraph& graph) {
  return static_cast<std::size_t>(
      std::count_if(graph.results.begin(), graph.results.end(), [](const CheckResult& result) {
        return result.judgement == Judgement::Passed && result.check.on.type == "table" &&
               result.rows == 0;
      }));
}

}  // namespace

std::string verify_openmetrics(const VerifyReport& report) {
  OpenMetrics out;
  const auto labels = [&](MetricLabels more) {
    more.insert(more.begin(), {{"stack", report.stack}, {"target", report.target}});
    return more;
  };
  out.begin("dgctl_build_info", "gauge", "The dgctl that made this report.");
  out.sample("dgctl_build_info", {{"version", report.made_by}}, 1);
  out.add_time("dgctl_last_run_timestamp_seconds",
               "When this report was made.",
               report.made_at,
               labels({{"command", "verify"}}));
  out.begin("dgctl_verified", "gauge", "1 where everything was proven that was to be, else 0.");
  out.sample("dgctl_verified", labels({}), is_verified(report) ? 1 : 0);
  out.begin(
      "dgctl_verify_checks", "gauge", "Checks as the service principal, by what came of them.");
  for (const VerifiedGraph& graph : report.graphs) {
    for (const bool is_denial : {false, true}) {
      for (const Judgement judgement : kJudgements) {
        out.sample("dgctl_verify_checks",
                   labels({{"data_graph", graph.key},
                           {"expected", is_denial ? "denied" : "works"},
                           {"outcome", to_string(judgement)}}),
                   count_in(graph, judgement, is_denial));
      }
    }
  }
  out.begin("dgctl_verify_empty_reads", "gauge", "Reads that worked and showed no rows.");
  for (const VerifiedGraph& graph : report.graphs) {
    out.sample(
        "dgctl_verify_empty_reads", labels({{"data_graph", graph.key}}), count_without_rows(graph));
  }
  out.begin("dgctl_api_requests", "counter", "Requests that this report took.");
  out.sample("dgctl_api_requests_total",
             labels({}),
             static_cast<std::size_t>(std::max<std::int64_t>(report.requests, 0)));
  return out.text();
}

}  // namespace dgctl::engine
