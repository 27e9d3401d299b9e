#include "engine/config/nested.h"

#include "engine/config/credentials.h"
#include "engine/config/entries.h"
#include "engine/config/memberships.h"

namespace dgctl::engine {
namespace {

bool has_credentials(const Descriptor& kind) { return kind.kind == "service_principal"; }

}  // namespace

std::vector<std::string_view> nested_keys_of_managed(const Declaration& declaration) {
  if (!has_credentials(*declaration.descriptor)) return {};
  return {"assignment", "secret", "allow_privileged"};
}

std::vector<std::string_view> nested_keys(const Declaration& declaration) {
  const Descriptor& kind = *declaration.descriptor;
  if (has_credentials(kind)) {
    std::vector<std::string_view> keys = nested_keys_of_managed(declaration);
    for (const Descriptor* listed : listed_entries(kind)) keys.push_back(listed->listed_as);
    return keys;
  }
  if (takes_permissions(kind)) return {"permissions"};
  // Those on a checkpoint are what its data graph asks for; others stand under `resources:`.
  if (kind.is_securable && !declaration.is_of_data_graph) return {grant_kind().plural};
  return {};
}

void read_nested(const Declaration& declaration,
                 const DesiredResource& resource,
                 Section& keys,
                 Expansion& expansion) {
  const Descriptor& kind = *declaration.descriptor;
  if (has_credentials(kind)) {
    if (!resource.existing) read_credentials(declaration, resource, keys, expansion);
    read_memberships(declaration, resource, keys, expansion);
    return;
  }
  for (const std::string_view key : nested_keys(declaration)) {
    const YamlNode* list = keys.get(key);
    if (list == nullptr) continue;
    if (takes_permissions(kind)) {
      read_permissions(*list, resource, expansion);
    } else {
      read_entries_of(*list, {kind.kind, full_name(kind, resource.fields)}, expansion);
    }
  }
}

}  // namespace dgctl::engine
