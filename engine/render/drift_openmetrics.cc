#include "engine/render/drift_openmetrics.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "engine/model/duration.h"
#include "engine/render/drift_words.h"
#include "engine/render/openmetrics.h"

namespace dgctl::engine {
namespace {

using CountsByKind = std::map<std::string, std::size_t>;  // by kind

class DriftOpenMetrics {
 public:
  explicit DriftOpenMetrics(const DriftReport& report) : report_(report), drift_(report.drift) {}

  std::string render() {
    // A gauge, as every reader takes it; not all know of type info.
    out_.begin("dgctl_build_info", "gauge", "The dgctl that made this report.");
    out_.sample("dgctl_build_info", {{"version", report_.made_by}}, 1);
    add_times();
    add_drifted();
    by_kind("dgctl_pending_items", "Configured and not applied yet.", pending());
    by_kind("dgctl_hidden_items", "May not be seen, and may have drifted.", hidden());
    out_.begin("dgctl_hidden_reads", "gauge", "Requests whose answer was that it may not be seen.");
    out_.sample("dgctl_hidden_reads", of_target(), drift_.hidden.size());
    by_kind("dgctl_ignored_items", "Differences that the configuration accepts.", ignored());
    by_kind("dgctl_managed_items", "Recorded by the last apply.", managed());
    add_secrets();
    out_.begin("dgctl_api_requests", "counter", "Requests that this report took.");
    out_.sample("dgctl_api_requests_total",
                of_target(),
                static_cast<std::size_t>(std::max<std::int64_t>(report_.requests_read, 0)));
    return out_.text();
  }

 private:
  [[nodiscard]] MetricLabels of_target(MetricLabels more = {}) const {
    MetricLabels labels{{"stack", report_.stack}, {"target", report_.target}};
    labels.insert(labels.end(), more.begin(), more.end());
    return labels;
  }

  void add_times() {
    out_.add_time("dgctl_last_run_timestamp_seconds",
                  "When this report was made.",
                  report_.made_at,
                  of_target({{"command", "drift"}}));
    out_.add_time("dgctl_last_apply_timestamp_seconds",
                  "When the apply was that the workspace is compared with.",
                  report_.last_applied,
                  of_target());
  }

  void add_drifted() {
    std::map<std::pair<std::string, DriftClass>, std::size_t> counts;
    for (const Drifted& drifted : drift_.drifted) ++counts[{drifted.address.kind, drifted.of}];
    out_.begin("dgctl_drift_items", "gauge", "Not as the last apply left them.");
    for (const std::string& kind : kinds_in_order()) {
      for (const DriftClass of : kDriftClasses) {
        out_.sample("dgctl_drift_items",
                    of_target({{"kind", kind}, {"class", to_string(of)}}),
                    counts[{kind, of}]);
      }
    }
  }

  void by_kind(const char* family, const char* help, CountsByKind counts) {
    out_.begin(family, "gauge", help);
    for (const std::string& kind : kinds_in_order()) {
      out_.sample(family, of_target({{"kind", kind}}), counts[kind]);
    }
  }

  [[nodiscard]] CountsByKind pending() const {
    CountsByKind counts;
    for (const Pending& pending : drift_.pending) ++counts[pending.address.kind];
    return counts;
  }
  [[nodiscard]] CountsByKind hidden() const {
    CountsByKind counts;
    for (const Address& address : hidden_addresses(drift_)) ++counts[address.kind];
    return counts;
  }
  [[nodiscard]] CountsByKind ignored() const {
    CountsByKind counts;
    for (const Ignored& ignored : drift_.ignored) ++counts[ignored.address.kind];
    return counts;
  }
  [[nodiscard]] CountsByKind managed() const {
    return {drift_.managed.begin(), drift_.managed.end()};
  }

  /// Of two secrets under one key that are both in use, the one that ends first.
  void add_secrets() {
    std::map<std::string, std::int64_t> ends;
    for (const SecretEnd& secret : drift_.secrets) {
      const std::optional<std::int64_t> end = epoch_seconds(secret.expires);
      if (!end) continue;
      const auto [it, is_new] = ends.emplace(secret.address.key, *end);
      if (!is_new) it->second = std::min(it->second, *end);
    }
    out_.begin(
        "dgctl_secret_expiry_timestamp_seconds", "gauge", "When a client secret in use ends.");
    for (const auto& [key, end] : ends) {
      out_.sample("dgctl_secret_expiry_timestamp_seconds",
                  of_target({{"secret", key}}),
                  static_cast<std::size_t>(end));
    }
  }

  const DriftReport& report_;
  const Drift& drift_;
  OpenMetrics out_;
};

}  // namespace

std::string drift_openmetrics(const DriftReport& report) {
  return DriftOpenMetrics(report).render();
}

}  // namespace dgctl::engine
