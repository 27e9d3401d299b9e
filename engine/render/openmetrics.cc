#include "engine/render/openmetrics.h"

#include <optional>

#include "engine/model/duration.h"
#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

std::string escaped_label(const std::string& value) {
  std::string out;
  for (const char c : shown(std::string_view(value))) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

void OpenMetrics::begin(const std::string& family, const char* type, const char* help) {
  out_ += "# TYPE " + family + " " + type + "\n";
  static constexpr std::string_view kSeconds = "_seconds";
  if (family.ends_with(kSeconds)) out_ += "# UNIT " + family + " seconds\n";
  out_ += "# HELP " + family + " " + help + "\n";
}

void OpenMetrics::sample(const std::string& name, const MetricLabels& labels, std::size_t value) {
  std::string inside;
  for (const auto& [label, text] : labels) {
    inside += (inside.empty() ? "" : ",") + label + "=\"" + escaped_label(text) + "\"";
  }
  out_ += name + "{" + inside + "} " + std::to_string(value) + "\n";
}

void OpenMetrics::add_time(const char* family,
                           const char* help,
                           const std::string& time,
                           const MetricLabels& labels) {
  begin(family, "gauge", help);
  const std::optional<std::int64_t> seconds = epoch_seconds(time);
  if (seconds) sample(family, labels, static_cast<std::size_t>(*seconds));
}

}  // namespace dgctl::engine
