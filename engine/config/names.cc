#include "engine/config/names.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "engine/config/section.h"
#include "engine/config/source_text.h"
#include "engine/model/article.h"
#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kMaxNameCharacters = 255;
constexpr std::string_view kLegacyCatalog = "hive_metastore";

using Parts = std::vector<std::string>;
struct NoName {
  std::string why;
};

bool is_forbidden(char c) { return is_control(c) || c == ' ' || c == '.' || c == '/'; }

/// Takes the part in backticks off the front of `rest`; an inner backtick is doubled.
std::optional<std::string> take_quoted(std::string_view& rest) {
  std::string part;
  for (std::size_t at = 1; at < rest.size(); ++at) {
    if (rest[at] == '`') {
      if (at + 1 == rest.size() || rest[at + 1] != '`') {
        rest.remove_prefix(at + 1);
        return part;
      }
      ++at;
    }
    part += rest[at];
  }
  return std::nullopt;
}

std::optional<std::string> take_part(std::string_view& rest) {
  if (rest.starts_with('`')) return take_quoted(rest);
  std::string part(rest.substr(0, rest.find('.')));
  rest.remove_prefix(part.size());
  return part;
}

/// Why a part is none, or "".
std::string fault(const std::string& part) {
  if (part.empty()) return "a part of it is empty";
  if (std::any_of(part.begin(), part.end(), is_forbidden)) {
    return "names hold no '.', ' ', '/' or control character, also in backticks";
  }
  if (std::count_if(part.begin(), part.end(), begins_character) >
      static_cast<std::ptrdiff_t>(kMaxNameCharacters)) {
    return "names have at most 255 characters";
  }
  return {};
}

std::variant<Parts, NoName> take_apart(std::string_view written) {
  Parts parts;
  for (std::string_view rest = written;;) {
    const bool is_bare = !rest.starts_with('`');
    std::optional<std::string> part = take_part(rest);
    if (!part || (!rest.empty() && rest.front() != '.')) return NoName{"check the backticks"};
    if (is_bare && part->find('`') != std::string::npos) return NoName{"check the backticks"};
    if (std::string why = fault(*part); !why.empty()) return NoName{std::move(why)};
    parts.push_back(lower_case(*part));
    if (rest.empty()) return parts;
    rest.remove_prefix(1);
  }
}

std::size_t count_parts(std::string_view full_name) {
  if (full_name.empty()) return 0;
  return static_cast<std::size_t>(std::count(full_name.begin(), full_name.end(), '.')) + 1;
}

std::string joined(Parts::const_iterator begin, Parts::const_iterator end) {
  std::string name;
  for (auto part = begin; part != end; ++part) name += (part == begin ? "" : ".") + *part;
  return name;
}

/// "catalog.schema.table" for a table, without the parts that are given.
std::string pattern_of(const SecurableType& type, std::size_t given) {
  constexpr std::array<std::string_view, 2> kAround{"catalog", "schema"};
  std::string pattern;
  for (std::size_t part = given; part + 1 < type.parts; ++part) {
    pattern += std::string(kAround.at(part)) + ".";
  }
  return pattern + type.type;
}

bool report_legacy(std::string_view catalog, const Place& place, Findings& findings) {
  if (catalog != kLegacyCatalog) return false;
  findings.error(place,
                 "'hive_metastore' is not part of Unity Catalog, which alone is managed here; name "
                 "a catalog of Unity Catalog");
  return true;
}

std::vector<SecurableType> make_securable_types() {
  std::vector<SecurableType> types;
  for (const Descriptor& descriptor : descriptors()) {
    if (!descriptor.is_securable) continue;
    const auto parts = static_cast<std::size_t>(
        std::count_if(descriptor.fields.begin(), descriptor.fields.end(), [](const Field& f) {
          return f.is_name;
        }));
    types.push_back({descriptor.kind, parts});
    // What lives in a securable and is managed by nobody here can be granted on all the same.
    for (const std::string& kind : descriptor.contains) {
      if (find_descriptor(kind) == nullptr) types.push_back({kind, parts + 1});
    }
  }
  std::stable_sort(types.begin(), types.end(), [](const SecurableType& a, const SecurableType& b) {
    return a.parts < b.parts;
  });
  return types;
}

}  // namespace

std::span<const SecurableType> securable_types() {
  static const std::vector<SecurableType> kTypes = make_securable_types();
  return kTypes;
}

std::vector<std::string> securable_type_names() {
  std::vector<std::string> names;
  for (const SecurableType& type : securable_types()) names.push_back(type.type);
  return names;
}

std::optional<std::string> read_full_name(const YamlNode& node,
                                          const SecurableType& type,
                                          std::string_view below,
                                          Findings& findings) {
  const auto text = read_text(node, "the name of " + with_article(type.type), findings);
  if (!text) return std::nullopt;
  const auto reading = take_apart(*text);
  if (const auto* none = std::get_if<NoName>(&reading)) {
    findings.error(
        node.place,
        in_quotes(*text) + " is no name of " + with_article(type.type) + ": " + none->why);
    return std::nullopt;
  }
  const auto& parts = std::get<Parts>(reading);
  const std::size_t given = count_parts(below);
  if (parts.size() != type.parts && parts.size() + given != type.parts) {
    const std::string short_form = pattern_of(type, given);
    findings.error(node.place,
                   in_quotes(*text) + " is no name of " + with_article(type.type) +
                       "; write it as '" + short_form + "'");
    return std::nullopt;
  }
  std::string name = joined(parts.begin(), parts.end());
  if (parts.size() == type.parts) {
    if (report_legacy(parts.front(), node.place, findings)) return std::nullopt;
    const auto prefix_end = parts.begin() + static_cast<std::ptrdiff_t>(given);
    if (below == kAnyCatalog || joined(parts.begin(), prefix_end) == below) return name;
    findings.error(node.place,
                   in_quotes(*text) + " does not lie in '" + std::string(below) +
                       "', below which it stands; write '" + joined(prefix_end, parts.end()) +
                       "', or move it");
    return std::nullopt;
  }
  return std::string(below) + "." + name;
}

std::optional<std::string> read_name_part(std::string_view written,
                                          bool is_catalog,
                                          const Place& place,
                                          Findings& findings) {
  const auto reading = take_apart(written);
  const auto* parts = std::get_if<Parts>(&reading);
  if (parts == nullptr || parts->size() != 1) {
    findings.error(place,
                   in_quotes(written) + " is no name: " +
                       (parts == nullptr ? std::get<NoName>(reading).why
                                         : std::string("write one part of it, without '.'")));
    return std::nullopt;
  }
  if (is_catalog && report_legacy(parts->front(), place, findings)) return std::nullopt;
  return parts->front();
}

std::string spelled_name_part(const std::string& part) {
  if (part.find('`') == std::string::npos) return part;
  std::string quoted = "`";
  for (const char c : part) quoted += c == '`' ? std::string("``") : std::string(1, c);
  return quoted + "`";
}

std::string normal_name_part(std::string_view written) {
  const auto reading = take_apart(written);
  const auto* parts = std::get_if<Parts>(&reading);
  return parts == nullptr || parts->size() != 1 ? std::string(written)
                                                : spelled_name_part(parts->front());
}

}  // namespace dgctl::engine
