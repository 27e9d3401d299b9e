#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace dgctl::engine {

using MetricLabels = std::vector<std::pair<std::string, std::string>>;

/// Puts OpenMetrics text together, of the subset that node_exporter's textfile collector reads as
/// well: no timestamps, and counters with `_total`.
class OpenMetrics {
 public:
  /// A family's head. The unit follows from its name.
  void begin(const std::string& family, const char* type, const char* help);
  void sample(const std::string& name, const MetricLabels& labels, std::size_t value);
  /// A family of one time in RFC 3339; one that is not known has no sample.
  void add_time(const char* family,
                const char* help,
                const std::string& time,
                const MetricLabels& labels);
  /// All of it. Nothing may be added afterwards.
  [[nodiscard]] std::string text() const { return out_ + "# EOF\n"; }

 private:
  std::string out_;
};

}  // namespace dgctl::engine
