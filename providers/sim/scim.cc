#include "providers/sim/scim.h"

#include <algorithm>

#include "providers/sim/contains.h"
#include "providers/sim/names.h"
#include "providers/sim/suggestion.h"

namespace dgctl::providers::sim {
namespace {

constexpr const char* kListSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
constexpr const char* kErrorSchema = "urn:ietf:params:scim:api:messages:2.0:Error";

void keep_only(Members& body, const std::vector<std::string>& names) {
  std::erase_if(body, [&](const Member& member) { return !contains(names, member.name); });
}

/// A list of attribute names in a parameter, in SCIM's spelling.
std::vector<std::string> attribute_list(const Call& call,
                                        std::string_view parameter,
                                        const ScimKind& kind) {
  std::vector<std::string> out;
  const std::optional<std::string> text = text_parameter(call, parameter);
  if (!text || text->empty()) return out;
  for (const std::string& written : split(*text, ',')) {
    const auto is_it = [&](const std::string& name) { return folded(name) == folded(written); };
    const auto found = std::find_if(kind.attributes.begin(), kind.attributes.end(), is_it);
    if (found == kind.attributes.end()) {
      throw Refusal(400,
                    "invalidValue",
                    std::string(parameter) + ": unknown attribute '" + written + "'" +
                        suggestion(written, kind.attributes));
    }
    out.push_back(*found);
  }
  return out;
}

std::string sort_attribute(const Call& call, const ScimKind& kind) {
  const std::string written = text_parameter(call, "sortBy").value_or("id");
  for (const std::string& name : kind.filterable) {
    if (folded(name) == folded(written)) return name;
  }
  throw Refusal(
      400,
      "invalidValue",
      "sortBy: unknown attribute '" + written + "'" + suggestion(written, kind.filterable));
}

bool is_descending(const Call& call) {
  const std::string order = text_parameter(call, "sortOrder").value_or("ascending");
  if (order != "ascending" && order != "descending") {
    throw Refusal(
        400, "invalidValue", "sortOrder: '" + order + "' is neither ascending nor descending");
  }
  return order == "descending";
}

/// Ids compare as the numbers they are.
bool comes_before(const std::string& a, const std::string& b) {
  return a.size() != b.size() ? a.size() < b.size() : a < b;
}

void sort_entries(std::vector<ScimEntry>& entries, const Call& call, const ScimKind& kind) {
  const std::string by = sort_attribute(call, kind);
  const bool descending = is_descending(call);
  const auto id = [](const ScimEntry& entry) -> const std::string& {
    return scim_value(entry.attributes, "id");
  };
  std::sort(entries.begin(), entries.end(), [&](const ScimEntry& left, const ScimEntry& right) {
    const ScimEntry& a = descending ? right : left;
    const ScimEntry& b = descending ? left : right;
    const std::string& one = scim_value(a.attributes, by);
    const std::string& other = scim_value(b.attributes, by);
    if (by == "id" || one == other) return comes_before(id(a), id(b));
    return one < other;
  });
}

void filter_entries(std::vector<ScimEntry>& entries,
                    const State& state,
                    const Call& call,
                    const ScimKind& kind) {
  const std::optional<std::string> text = text_parameter(call, "filter");
  if (!text || text->empty()) return;
  const ScimFilter filter(*text, kind.filterable, state.switches.scim_filter_ignores_case);
  std::erase_if(entries, [&](const ScimEntry& e) { return !filter.matches(e.attributes); });
}

/// Who administrates the workspace, or asks for oneself, sees all of it.
Members body_for(const State& state,
                 const Call& call,
                 const std::string& name,
                 const ScimKind& kind) {
  Members body = kind.body(state, call, name);
  if (call.plane != Plane::Account && !call.asker.workspace_admin) keep_only(body, kind.for_others);
  return selected(call, kind, std::move(body));
}

std::size_t parameter_within(const Call& call, const char* name, std::int64_t fallback) {
  const std::int64_t value = number_parameter(call, name).value_or(fallback);
  if (value < 0) throw Refusal(400, "invalidValue", std::string(name) + ": below 0");
  return static_cast<std::size_t>(value);
}

}  // namespace

Members selected(const Call& call, const ScimKind& kind, Members body) {
  std::vector<std::string> wanted = attribute_list(call, "attributes", kind);
  if (!wanted.empty()) {
    wanted.insert(wanted.end(), kind.always.begin(), kind.always.end());
    keep_only(body, wanted);
  }
  const std::vector<std::string> excluded = attribute_list(call, "excludedAttributes", kind);
  std::erase_if(body, [&](const Member& member) {
    return contains(excluded, member.name) && !contains(kind.always, member.name);
  });
  return body;
}

Response scim_list(const State& state,
                   const Call& call,
                   std::vector<ScimEntry> entries,
                   const ScimKind& kind) {
  filter_entries(entries, state, call, kind);
  sort_entries(entries, call, kind);
  const std::int64_t limit = call.page_limit > 0 ? call.page_limit : state.switches.scim_page_size;
  const auto cap = static_cast<std::size_t>(limit);
  const std::size_t start = std::max<std::size_t>(parameter_within(call, "startIndex", 1), 1);
  const std::size_t count = std::min(parameter_within(call, "count", limit), cap);
  List resources;
  for (std::size_t i = start - 1; i < entries.size() && resources.size() < count; ++i) {
    resources.push_back(Json{body_for(state, call, entries[i].name, kind)});
  }
  Members body;
  put(body, "schemas", List{Json{std::string(kListSchema)}});
  put(body, "totalResults", static_cast<std::int64_t>(entries.size()));
  put(body, "startIndex", static_cast<std::int64_t>(start));
  put(body, "itemsPerPage", static_cast<std::int64_t>(resources.size()));
  // That the key is left out when nothing matches is UNVERIFIED.
  put_list(body, "Resources", std::move(resources));
  return answer(std::move(body));
}

Response scim_get(const State& state,
                  const Call& call,
                  const std::vector<ScimEntry>& entries,
                  const ScimKind& kind) {
  return answer(body_for(state, call, scim_name(call, entries, kind), kind));
}

std::string scim_name(const Call& call,
                      const std::vector<ScimEntry>& entries,
                      const ScimKind& kind) {
  const std::string& id = call.parts[0];
  if (id.find_first_not_of("0123456789") != std::string::npos) {
    throw Refusal(404, "", "Endpoint not supported.");
  }
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const ScimEntry& entry) {
    return scim_value(entry.attributes, "id") == id;
  });
  if (found == entries.end()) {
    throw Refusal(404, "", kind.word + " with id " + id + " not found.");
  }
  return found->name;
}

bool shows_account(const Call& call) {
  return call.plane == Plane::Account || call.plane == Plane::AccountProxy;
}

Response scim_error_answer(const Refusal& refusal) {
  // What is refused before SCIM has its say carries a code of the rest of the API.
  const bool is_foreign = refusal.code.find('_') != std::string::npos;
  const std::string scim_type = refusal.status == 400 ? "invalidValue" : "";
  Members body;
  put(body, "schemas", List{Json{std::string(kErrorSchema)}});
  put(body, "detail", as_utf8(refusal.what()));
  put(body, "status", std::to_string(refusal.status));
  put_unless_empty(body, "scimType", is_foreign ? scim_type : refusal.code);
  return answer(std::move(body), refusal.status);
}

}  // namespace dgctl::providers::sim
