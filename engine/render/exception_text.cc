#include "engine/render/exception_text.h"

#include "engine/model/descriptor.h"
#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

/// A text in double quotes, as YAML reads them.
std::string quoted(const std::string& text) {
  const std::string plain = shown(std::string_view(text));
  std::string out = "\"";
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (plain[i] == '"' || plain[i] == '\\') out += '\\';
    // What looks like a reference is text.
    if (plain.compare(i, 2, "${") == 0) out += '$';
    out += plain[i];
  }
  return out + "\"";
}

/// `lifecycle:` and what stands below it.
std::string lifecycle(const Acceptance& acceptance, std::size_t indent) {
  const std::string in(indent, ' ');
  std::string text = in + "lifecycle:\n" + in + "  ignore_changes:\n";
  for (const std::string& field : acceptance.fields) {
    text += in + "    - {field: " + field + ", because: " + quoted(acceptance.because) +
            ", until: " + acceptance.until + "}\n";
  }
  return text;
}

/// A key of the configuration: what a name has beside letters and digits becomes '-'.
std::string key_of(const std::string& name) {
  std::string key;
  for (const char c : name) {
    const bool is_plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    key += is_plain || c == '_' ? c : '-';
  }
  return key;
}

std::string of_grant(const DesiredResource& resource,
                     const Acceptance& acceptance,
                     const std::string& principal) {
  const Entry entry = entry_of(resource.fields);
  std::string words;
  for (const std::string& word : entry.words) words += (words.empty() ? "" : ", ") + word;
  return "# Put this beside what the configuration has; several blocks for one grant are one.\n"
         "resources:\n  grants:\n    accepted-" +
         key_of(resource.address.key) + ":\n      securable: {" + entry.on.type + ": " +
         quoted(entry.on.full_name) + "}\n      principal: " + quoted(principal) +
         "\n      privileges: [" + words + "]\n" + lifecycle(acceptance, 6);
}

}  // namespace

std::string exception_for(const DesiredResource& resource,
                          const Acceptance& acceptance,
                          const std::string& principal) {
  const Descriptor& descriptor = descriptor_of(resource.address.kind);
  if (descriptor.shape == Shape::Entry && !descriptor.has_levels) {
    return of_grant(resource, acceptance, principal);
  }
  const std::string place =
      resource.places.empty() ? std::string() : to_text(resource.places.front()) + ": ";
  return "# " + shown(std::string_view(place)) + "put this into the block of " +
         shown(resource.address) + "\n" + lifecycle(acceptance, 0);
}

}  // namespace dgctl::engine
