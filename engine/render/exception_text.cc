#include "engine/render/exception_text.h"

#include <cstdint>
#include <map>
#include <string_view>

#include "engine/model/descriptor.h"
#include "engine/model/utf8.h"
#include "engine/render/shown.h"
#include "engine/sql/quoting.h"

namespace dgctl::engine {
namespace {

/// A character as YAML spells it within double quotes: "\U0000202E".
std::string escape(std::uint32_t point) {
  std::string out = "\\U";
  for (int shift = 28; shift >= 0; shift -= 4) {
    out += "0123456789ABCDEF"[(point >> static_cast<unsigned>(shift)) & 15U];
  }
  return out;
}

/// A text in double quotes, as YAML reads them. What would act on a terminal is escaped.
std::string in_yaml_quotes(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const Character next = first_character(text);
    const std::string_view character = text.substr(0, next.size_bytes);
    if (character == "\"" || character == "\\") {
      out += "\\" + std::string(character);
    } else if (!next.valid || acts_on_display(next.point)) {
      out += escape(next.point);
    } else {
      // What looks like a reference is text.
      out += text.starts_with("${") ? "$$" : std::string(character);
    }
    text.remove_prefix(next.size_bytes);
  }
  return out + "\"";
}

/// A name as the configuration takes it: one with a backtick stands in backticks.
std::string name_of(const std::string& full_name) {
  return full_name.find('`') == std::string::npos ? full_name : sql_path(full_name);
}

std::string exception(const IgnoredChange& ignored) {
  std::string text = "{field: " + ignored.field + ", because: " + in_yaml_quotes(ignored.because);
  if (!ignored.until.empty()) text += ", until: " + ignored.until;
  return text + "}";
}

/// All of a resource's exceptions, those that are accepted now in place of the ones before, on one
/// line: that can stand in a block of either style.
std::string lifecycle(const DesiredResource& resource, const Acceptance& acceptance) {
  std::map<std::string, std::string> exceptions;  // by field
  for (const IgnoredChange& ignored : resource.ignore_changes) {
    exceptions[ignored.field] = exception(ignored);
  }
  for (const std::string& field : acceptance.fields) {
    exceptions[field] = exception({field, acceptance.because, acceptance.until});
  }
  std::string items;
  for (const auto& [field, item] : exceptions) items += (items.empty() ? "" : ", ") + item;
  const bool by_default = descriptor_of(resource.address.kind).protected_by_default;
  std::string rest;
  if (resource.prevent_destroy != by_default) {
    rest = std::string("prevent_destroy: ") + (by_default ? "false" : "true") + ", ";
  }
  return "lifecycle: {" + rest + "ignore_changes: [" + items + "]}\n";
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

/// Of a grant that has exceptions already: they stand in one of its blocks, and may in no second.
std::string in_place(const DesiredResource& resource, const Acceptance& acceptance) {
  std::string text = "# " + shown(resource.address) +
                     " has exceptions already. Put this in place of the `lifecycle:` of the block\n"
                     "# that has them, one of these:\n";
  for (const Place& place : resource.places) {
    text += "#   " + shown(std::string_view(to_text(place))) + "\n";
  }
  return text + lifecycle(resource, acceptance);
}

std::string of_grant(const DesiredResource& resource,
                     const Acceptance& acceptance,
                     const std::string& principal) {
  if (!resource.ignore_changes.empty()) return in_place(resource, acceptance);
  const Entry entry = entry_of(resource.fields);
  std::string words;
  for (const std::string& word : entry.words) words += (words.empty() ? "" : ", ") + word;
  return "# Put this beside what the configuration has; several blocks for one grant are one.\n"
         "# Where `resources:` or its `grants:` is there already, what is below goes there.\n"
         "# It asks for these privileges itself: take it out together with what asks for them "
         "now,\n"
         "# or it keeps the access, and gives it back once the exception is over.\n"
         "resources:\n  grants:\n    accepted-" +
         key_of(resource.address.key) + ":\n      securable: {" + entry.on.type + ": " +
         in_yaml_quotes(name_of(entry.on.full_name)) +
         "}\n      principal: " + in_yaml_quotes(principal) + "\n      privileges: [" + words +
         "]\n      " + lifecycle(resource, acceptance);
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
         shown(resource.address) +
         ",\n# in place of its `lifecycle:` if it has one; in a block in braces behind a comma\n" +
         lifecycle(resource, acceptance);
}

}  // namespace dgctl::engine
