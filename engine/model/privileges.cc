#include "engine/model/privileges.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

#include "engine/model/article.h"
#include "engine/model/descriptor.h"
#include "engine/model/nearest.h"

namespace dgctl::engine {
namespace {

// What a table takes, and a view: dgctl makes none, so that no descriptor says it.
const std::vector<std::string>& of_tables() {
  static const std::vector<std::string> kWords{"ALL_PRIVILEGES",
                                               "APPLY_TAG",
                                               "BROWSE",
                                               "DELETE",
                                               "INSERT",
                                               "MANAGE",
                                               "MODIFY",
                                               "READ_METADATA",
                                               "REFRESH",
                                               "SELECT",
                                               "UPDATE"};
  return kWords;
}

// Known, whether or not what takes them can be configured: where they do not belong they are
// refused rather than passed on.
constexpr std::array<std::string_view, 27> kElsewhere{
    "ACCESS",
    "CREATE_CATALOG",
    "CREATE_CLEAN_ROOM",
    "CREATE_CONNECTION",
    "CREATE_EXTERNAL_LOCATION",
    "CREATE_EXTERNAL_METADATA",
    "CREATE_EXTERNAL_TABLE",
    "CREATE_EXTERNAL_VOLUME",
    "CREATE_FOREIGN_CATALOG",
    "CREATE_MANAGED_STORAGE",
    "CREATE_PROVIDER",
    "CREATE_RECIPIENT",
    "CREATE_SERVICE_CREDENTIAL",
    "CREATE_SHARE",
    "CREATE_STORAGE_CREDENTIAL",
    "CREATE_VIEW",
    "EXTERNAL_USE_LOCATION",
    "MANAGE_ALLOWLIST",
    "READ_FILES",
    "SET_SHARE_PERMISSION",
    "USE_CONNECTION",
    "USE_MARKETPLACE_ASSETS",
    "USE_PROVIDER",
    "USE_RECIPIENT",
    "USE_SHARE",
    "WRITE_FILES",
    "EXECUTE_CLEAN_ROOM_TASK",
};

template <class Words>
bool holds(const Words& words, std::string_view name) {
  return std::find(words.begin(), words.end(), name) != words.end();
}

/// Those that a type takes, none for one that nothing can be granted on.
const std::vector<std::string>& taken_by(std::string_view type) {
  static const std::vector<std::string> kNone;
  const Descriptor* descriptor = find_descriptor(type);
  if (descriptor != nullptr) return descriptor->privileges;
  return type == "table" ? of_tables() : kNone;
}

/// Whether some type takes it, or is known to.
bool is_known(std::string_view name) {
  const auto all = descriptors();
  return holds(kElsewhere, name) || holds(of_tables(), name) ||
         std::any_of(all.begin(), all.end(), [&](const Descriptor& descriptor) {
           return holds(descriptor.privileges, name);
         });
}

std::string spelled_as_in_rest(std::string_view written) {
  std::string name;
  for (const char c : written) {
    const bool space = c == ' ' || c == '\t' || c == '_';
    if (space && (name.empty() || name.back() == '_')) continue;
    if (space) {
      name += '_';
    } else {
      name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  return name;
}

std::string listed(std::span<const std::string> names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

RefusedPrivilege not_taken(std::string_view name, std::string_view type) {
  return {std::string(name) + " cannot be granted on " + with_article(type) + "; it takes " +
          listed(privileges_on(type))};
}

using PrivilegeReading = std::variant<KnownPrivilege, UnknownPrivilege, RefusedPrivilege>;

/// The names of the privilege model before 1.0, which the guide's SQL still uses.
std::optional<PrivilegeReading> read_legacy(std::string_view type, const std::string& name) {
  if (name == "USAGE") {
    if (type == "catalog") return KnownPrivilege{{"USE_CATALOG"}};
    if (type == "schema") return KnownPrivilege{{"USE_SCHEMA"}};
    return not_taken(name, type);
  }
  if (name == "CREATE") {
    if (type == "catalog") return KnownPrivilege{{"CREATE_SCHEMA"}};
    if (type == "schema") {
      return RefusedPrivilege{
          "CREATE on a schema may mean several privileges; write those that are meant: "
          "CREATE_TABLE, CREATE_FUNCTION, CREATE_MATERIALIZED_VIEW, CREATE_MODEL, CREATE_VOLUME"};
    }
    return not_taken(name, type);
  }
  if (name == "ALL") return KnownPrivilege{{std::string(kAllPrivileges)}};
  return std::nullopt;
}

}  // namespace

std::vector<std::string> privileges_on(std::string_view securable_type) {
  return taken_by(securable_type);
}

PrivilegeReading read_privilege(std::string_view securable_type, std::string_view written) {
  const std::string name = spelled_as_in_rest(written);
  if (name.empty()) return RefusedPrivilege{"an empty privilege"};
  if (const auto legacy = read_legacy(securable_type, name)) return *legacy;

  if (holds(taken_by(securable_type), name)) return KnownPrivilege{{name}};
  if (is_known(name)) return not_taken(name, securable_type);
  std::vector<std::string> all(privileges_on(securable_type));
  all.insert(all.end(), {"USAGE"});
  if (const std::string meant = nearest(name, all); !meant.empty()) {
    return RefusedPrivilege{"unknown privilege '" + std::string(written) + "'; did you mean '" +
                            meant + "'?"};
  }
  return UnknownPrivilege{name};
}

bool is_implied_by_all(std::string_view privilege) {
  return privilege != kAllPrivileges && privilege != kManage && privilege != "READ_METADATA" &&
         privilege != "EXTERNAL_USE_SCHEMA" && privilege != "EXTERNAL_USE_LOCATION";
}

Privileges normal_form(const Privileges& words) {
  if (!words.contains(std::string(kAllPrivileges))) return words;
  Privileges normal;
  std::copy_if(
      words.begin(), words.end(), std::inserter(normal, normal.end()), [](const std::string& word) {
        return !is_implied_by_all(word);
      });
  return normal;
}

Privileges beyond(const Privileges& live, const Privileges& desired) {
  const bool all = desired.contains(std::string(kAllPrivileges));
  Privileges more;
  for (const std::string& word : live) {
    if (!desired.contains(word) && !(all && is_implied_by_all(word))) more.insert(more.end(), word);
  }
  return more;
}

bool is_legacy(const Privileges& words) {
  return words.contains("USAGE") || words.contains("CREATE");
}

WordsDelta delta(const Privileges& live, const Privileges& add, const Privileges& remove) {
  WordsDelta sent{without(add, live), common(remove, live)};
  if (sent.remove.contains(std::string(kAllPrivileges))) {
    // What is kept is added again in the same change, implied or not: adding what is held does
    // nothing, and whether READ_METADATA survives is not documented.
    sent.add = united(add, without(live, remove));
  }
  return sent;
}

Privileges applied(const Privileges& live, const WordsDelta& delta) {
  Privileges after = without(live, delta.remove);
  if (delta.remove.contains(std::string(kAllPrivileges))) {
    std::erase_if(after, [](const std::string& word) { return is_implied_by_all(word); });
  }
  return united(after, delta.add);
}

Privileges united(const Privileges& a, const Privileges& b) {
  Privileges both = a;
  both.insert(b.begin(), b.end());
  return both;
}

Privileges without(const Privileges& a, const Privileges& b) {
  Privileges rest;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::inserter(rest, rest.end()));
  return rest;
}

Privileges common(const Privileges& a, const Privileges& b) {
  Privileges both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::inserter(both, both.end()));
  return both;
}

Privileges members_of(const Value* list) {
  Privileges members;
  if (list == nullptr || list->list() == nullptr) return members;
  for (const Value& item : *list->list()) {
    if (item.text() != nullptr) members.insert(*item.text());
  }
  return members;
}

}  // namespace dgctl::engine
