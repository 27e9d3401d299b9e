#include "engine/render/exception_text.h"

#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

/// A text in double quotes, as YAML reads them.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : shown(std::string_view(text))) {
    if (c == '"' || c == '\\') out += '\\';
    // What looks like a reference is text.
    out += c == '$' ? "$$" : std::string(1, c);
  }
  return out + "\"";
}

}  // namespace

std::string exception_for(const DesiredResource& resource, const Acceptance& acceptance) {
  const std::string place =
      resource.places.empty() ? std::string() : to_text(resource.places.front()) + ": ";
  std::string text = "# " + shown(std::string_view(place)) + "add this to " +
                     shown(resource.address) + "\nlifecycle:\n  ignore_changes:\n";
  for (const std::string& field : acceptance.fields) {
    text += "    - {field: " + field + ", because: " + quoted(acceptance.because) +
            ", until: " + acceptance.until + "}\n";
  }
  return text;
}

}  // namespace dgctl::engine
