#include "engine/config/spelling.h"

#include "engine/config/yaml_text.h"
#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

constexpr const char* kKind = "service_principal";
constexpr const char* kId = "application_id";

}  // namespace

Spelling::Spelling(const Desired& desired) {
  for (const DesiredPrincipal& principal : desired.principals) {
    if (const std::string* name = principal.principal.text()) by_name_.emplace(*name, &principal);
  }
  for (const DesiredResource& resource : desired.resources) {
    if (resource.address.kind != kKind) continue;
    const std::string key = key_of_address(resource.address.key);
    keys_.insert(key);
    const std::string id = text_of(resource.fields, kId);
    if (!id.empty()) key_of_.emplace(id, key);
  }
}

std::string Spelling::of(const Value& principal) const {
  if (const std::string* name = principal.text()) return of_text(*name);
  const std::vector<AttributeRef> refs = references_in(principal);
  const bool is_id = refs.size() == 1 && refs.front().of.kind == kKind && refs.front().field == kId;
  return is_id ? "sp:" + key_of_address(refs.front().of.key) : std::string();
}

std::string Spelling::of_text(const std::string& name) const {
  if (const auto declared = key_of_.find(name); declared != key_of_.end()) {
    return "sp:" + declared->second;
  }
  const auto known = by_name_.find(name);
  const bool is_named = known != by_name_.end();
  const bool is_address = name.find('@') != std::string::npos;
  const bool is_user = is_named ? known->second->kind == "user" : is_address;
  const bool is_principal = is_named ? known->second->kind == "service_principal" : is_uuid(name);
  if (is_principal) return name;
  const bool in_doubt = is_user != is_address || is_uuid(name) || keys_.contains(name) ||
                        name.starts_with("sp:") || name.starts_with("user:") ||
                        name.starts_with("group:");
  if (!in_doubt) return name;
  return (is_user ? "user:" : "group:") + name;
}

std::string Spelling::as_member(const Value& principal) const {
  const std::string* name = principal.text();
  if (name == nullptr || is_uuid(*name)) {
    return "service_principal_name: " + yaml_value(of(principal));
  }
  const bool is_user = name->find('@') != std::string::npos;
  return (is_user ? "user_name: " : "group_name: ") + yaml_value(*name);
}

}  // namespace dgctl::engine
