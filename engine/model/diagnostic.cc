#include "engine/model/diagnostic.h"

#include <algorithm>

namespace dgctl::engine {

std::string to_text(const Place& place) {
  if (place.line == 0) return place.file;
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::string to_string(const Diagnostic& diagnostic) {
  std::string out;
  if (!diagnostic.place.file.empty()) out = to_text(diagnostic.place) + ": ";
  out += diagnostic.severity == Severity::Error ? "error: " : "warning: ";
  return out + diagnostic.message;
}

bool has_errors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) {
    return d.severity == Severity::Error;
  });
}

}  // namespace dgctl::engine
