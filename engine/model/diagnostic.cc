#include "engine/model/diagnostic.h"

#include <algorithm>

namespace dgctl::engine {

std::string to_string(const Diagnostic& diagnostic) {
  std::string out;
  if (!diagnostic.place.file.empty()) {
    out = diagnostic.place.file + ":";
    if (diagnostic.place.line > 0) {
      out += std::to_string(diagnostic.place.line) + ":" + std::to_string(diagnostic.place.column) +
             ":";
    }
    out += " ";
  }
  out += diagnostic.severity == Severity::Error ? "error: " : "warning: ";
  return out + diagnostic.message;
}

bool has_errors(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [](const Diagnostic& d) {
    return d.severity == Severity::Error;
  });
}

}  // namespace dgctl::engine
