#include "engine/verify/granted.h"

#include <algorithm>

#include "engine/model/descriptor.h"
#include "engine/model/privileges.h"

namespace dgctl::engine {
namespace {

bool has_word(const Granted& granted, const std::string& privilege) {
  if (granted.words.contains(privilege)) return true;
  return granted.words.contains(std::string(kAllPrivileges)) && is_implied_by_all(privilege);
}

/// Whether a value is the principal: by its application id, or as the resource that has it.
bool is_principal(const Value& value,
                  const DesiredConnection& connection,
                  const Principal& client_id) {
  if (const auto* text = std::get_if<std::string>(&value.is)) return *text == client_id;
  const auto* later = std::get_if<KnownAfter>(&value.is);
  if (later == nullptr || later->parts.size() != 1 || !connection.principal) return false;
  const auto* ref = std::get_if<AttributeRef>(&later->parts.front());
  return ref != nullptr && ref->of == *connection.principal;
}

}  // namespace

const Granted* GrantedTo::giving(const Gate& gate) const {
  // What is granted on a schema does not open its catalog.
  std::optional<Securable> at = gate.on;
  while (at) {
    for (const Granted& granted : grants) {
      if (granted.on == *at && has_word(granted, gate.privilege)) return &granted;
    }
    at = parent_of(*at);
  }
  return nullptr;
}

GrantedTo granted_to(const Desired& desired,
                     const DesiredConnection& connection,
                     const Principal& client_id) {
  GrantedTo to;
  to.client_id = client_id;
  for (const DesiredPrincipal& principal : desired.principals) {
    if (!is_principal(principal.principal, connection, client_id)) continue;
    to.key = principal.key;
    to.excess = principal.excess;
  }
  for (const DesiredResource& resource : desired.resources) {
    if (resource.address.kind != entry_kind_on_securables()) continue;
    const Entry entry = entry_of(resource.fields);
    if (!is_principal(entry.principal, connection, client_id)) continue;
    to.grants.push_back(
        {resource.address, entry.on, entry.words, resource.condition, resource.places});
  }
  std::sort(to.grants.begin(), to.grants.end(), [](const Granted& a, const Granted& b) {
    return a.on < b.on;
  });
  return to;
}

std::vector<Gate> gates_to(const Securable& securable) {
  std::vector<Gate> gates;
  if (const auto parent = parent_of(securable)) gates = gates_to(*parent);
  if (securable.type == "catalog") gates.push_back({securable, "USE_CATALOG"});
  if (securable.type == "schema") gates.push_back({securable, "USE_SCHEMA"});
  return gates;
}

std::vector<Gate> gates_to_read(const Securable& table) {
  std::vector<Gate> gates = gates_to(table);
  gates.push_back({table, "SELECT"});
  return gates;
}

bool is_or_holds(const Securable& outer, const Securable& inner) {
  std::optional<Securable> at = inner;
  while (at) {
    if (*at == outer) return true;
    at = parent_of(*at);
  }
  return false;
}

}  // namespace dgctl::engine
