#include "engine/render/drift_groups.h"

#include <map>

#include "engine/model/descriptor.h"
#include "engine/render/drift_words.h"
#include "engine/render/phrases.h"
#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kFewest = 4;  // that make a group

/// The parts of an entry's key: what it is on, and whose it is.
struct KeyParts {
  std::string thing, principal;
};

/// The last '/' that does not stand in quotes parts them.
KeyParts parts_of(const std::string& key) {
  std::size_t slash = std::string::npos;
  bool in_quotes = false;
  for (std::size_t at = 0; at < key.size(); ++at) {
    if (in_quotes && key[at] == '\\') {
      ++at;
    } else if (key[at] == '"') {
      in_quotes = !in_quotes;
    } else if (key[at] == '/' && !in_quotes) {
      slash = at;
    }
  }
  if (slash == std::string::npos) return {key, {}};
  return {key.substr(0, slash), key.substr(slash + 1)};
}

KeyParts parts_of(const Address& address) {
  const Descriptor* descriptor = find_descriptor(address.kind);
  if (descriptor == nullptr || descriptor->shape != Shape::Entry) return {address.key, {}};
  return parts_of(address.key);
}

/// All that a group's block prints but for its members.
std::string likeness(const Drifted& drifted, const std::string& principal) {
  std::string text = std::string(to_string(drifted.of)) + "\n" + drifted.address.kind + "\n" +
                     principal + "\n" + shown(std::string_view(drifted.note)) + "\n" +
                     std::to_string(static_cast<int>(drifted.mover));
  for (const FieldDrift& field : drifted.fields) {
    text += "\n" + field.field + " " + became_of(field) + " " +
            std::to_string(static_cast<int>(field.mover));
  }
  return text;
}

std::string plural_of(const std::string& kind) {
  const Descriptor* descriptor = find_descriptor(kind);
  return descriptor == nullptr ? kind + "s" : descriptor->plural;
}

/// Where a thing stands: ("table", "finance.ledger") of "table:finance.ledger.accounts".
struct Shelf {
  std::string type, parent;
  auto operator<=>(const Shelf&) const = default;
  bool operator==(const Shelf&) const = default;
};

std::pair<Shelf, std::string> shelved(const std::string& thing) {
  const std::size_t colon = thing.find(':');
  // What is quoted, or has no type, is shown as it is.
  if (colon == std::string::npos || thing.front() == '"') return {{}, thing};
  const std::string name = thing.substr(colon + 1);
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return {{thing.substr(0, colon), {}}, name};
  return {{thing.substr(0, colon), name.substr(0, dot)}, name.substr(dot + 1)};
}

std::string line_of(const Shelf& shelf, const std::vector<std::string>& names) {
  const std::string all = listed(names);
  if (shelf.type.empty()) return "on " + all;
  if (names.size() == 1) {
    return "on " + shelf.type + " " +
           shown(std::string_view(shelf.parent.empty() ? "" : shelf.parent + ".")) + all;
  }
  std::string line = "on " + std::to_string(names.size()) + " " + plural_of(shelf.type);
  if (!shelf.parent.empty()) line += " of " + shown(std::string_view(shelf.parent));
  return line + ": " + all;
}

}  // namespace

std::vector<DriftGroup> grouped(const std::vector<Drifted>& drifted) {
  std::map<std::string, std::vector<const Drifted*>> alike;
  for (const Drifted& one : drifted) {
    alike[likeness(one, parts_of(one.address).principal)].push_back(&one);
  }
  std::vector<DriftGroup> groups;
  for (const Drifted& one : drifted) {
    const std::string principal = parts_of(one.address).principal;
    const std::vector<const Drifted*>& all = alike.at(likeness(one, principal));
    if (all.size() < kFewest) {
      groups.push_back({{&one}, principal});
    } else if (all.front() == &one) {
      groups.push_back({all, principal});
    }
  }
  return groups;
}

std::vector<std::string> member_lines(const DriftGroup& group) {
  if (group.principal.empty()) {
    std::string addresses;
    for (const Drifted* one : group.members) {
      addresses += (addresses.empty() ? "" : ", ") + shown(one->address);
      if (!one->name.empty()) addresses += " (" + shown(std::string_view(one->name)) + ")";
    }
    return {addresses};
  }
  std::map<Shelf, std::vector<std::string>> shelves;
  for (const Drifted* one : group.members) {
    const auto [shelf, name] = shelved(parts_of(one->address).thing);
    shelves[shelf].push_back(name);
  }
  std::vector<std::string> lines;
  lines.reserve(shelves.size());
  for (const auto& [shelf, names] : shelves) lines.push_back(line_of(shelf, names));
  return lines;
}

}  // namespace dgctl::engine
