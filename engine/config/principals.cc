#include "engine/config/principals.h"

#include <algorithm>
#include <utility>

#include "engine/config/section.h"
#include "engine/config/source_text.h"
#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

bool is_user(std::string_view name) { return name.find('@') != std::string_view::npos; }

/// The application id as the workspace spells it, "" if it could not be read.
Principal read_application_id(const YamlNode& node, Findings& findings) {
  const auto text = read_text(node, "'application_id'", findings);
  if (!text) return {};
  if (is_uuid(*text)) return lower_case(*text);
  findings.error(node.place,
                 "'application_id' must be a UUID, not " + in_quotes(*text) +
                     "; it is the client id that the workspace shows of the service principal");
  return {};
}

// Required, although nothing else is possible yet: without it, a later version may manage it.
void read_existing(Section& keys, const Place& place, Findings& findings) {
  if (!keys.is_map()) return;
  const bool is_there = keys.get("existing") != nullptr;
  const auto existing = keys.flag("existing");
  if (is_there && (!existing || *existing)) return;
  findings.error(is_there ? keys.place_of("existing") : place,
                 "write existing: true; this version of dgctl makes no service principals");
}

}  // namespace

ServicePrincipals::ServicePrincipals(const Declarations& declarations, Findings& findings)
    : is_complete_(declarations.is_complete()) {
  for (const PrincipalDeclaration& declaration : declarations.principals()) {
    read_declaration(declaration, findings);
  }
}

void ServicePrincipals::read_declaration(const PrincipalDeclaration& declaration,
                                         Findings& findings) {
  ServicePrincipal principal{declaration.key, {}, Excess::Report, declaration.place};
  Section keys(declaration.node, in_quotes(declaration.called), findings);
  if (const YamlNode* id = keys.get("application_id")) {
    principal.application_id = read_application_id(*id, findings);
  } else if (keys.is_map()) {
    findings.error(declaration.place,
                   "'application_id' is missing; this version of dgctl makes no service "
                   "principals: give that of one that exists");
    keys.get(declaration.is_of_data_graph ? "name" : "display_name");  // is why it is missing
  }
  const auto excess = keys.word("excess", {"report", "revoke"});
  if (excess && *excess == "revoke") principal.excess = Excess::Revoke;
  if (declaration.is_of_data_graph) {
    keys.finish("data_graphs.*.service_principal");
  } else {
    read_existing(keys, declaration.place, findings);
    keys.finish("resources.service_principals.*");
  }
  add(std::move(principal), findings);
}

void ServicePrincipals::add(ServicePrincipal principal, Findings& findings) {
  by_key_.emplace(principal.key, principals_.size());
  keys_.push_back(principal.key);
  if (!principal.application_id.empty()) {
    const auto [same, is_new] = by_id_.try_emplace(principal.application_id, principals_.size());
    if (!is_new) {
      const ServicePrincipal& first = principals_[same->second];
      findings.error(principal.place,
                     "this is the service principal declared at " + to_text(first.place) +
                         "; declare it once and refer to it with 'sp:" + first.key + "' or from:");
    }
  }
  principals_.push_back(std::move(principal));
}

const ServicePrincipal* ServicePrincipals::find(std::string_view key) const {
  const auto at = by_key_.find(key);
  return at == by_key_.end() ? nullptr : &principals_[at->second];
}

const ServicePrincipal* ServicePrincipals::find_by_id(std::string_view application_id) const {
  const auto at = by_id_.find(application_id);
  return at == by_id_.end() ? nullptr : &principals_[at->second];
}

ReadPrincipal ServicePrincipals::declared(const ServicePrincipal& principal) const {
  return {principal.application_id, principal.key, "service_principal"};
}

ReadPrincipal ServicePrincipals::with_id(std::string_view application_id) const {
  const Principal name = canonical_principal(application_id);
  const ServicePrincipal* known = find_by_id(name);
  return {name, known == nullptr ? name : known->key, "service_principal"};
}

std::optional<ReadPrincipal> ServicePrincipals::read_key(std::string_view key,
                                                         const Place& place,
                                                         Findings& findings) const {
  if (const ServicePrincipal* known = find(key)) {
    if (known->application_id.empty()) return std::nullopt;  // reported there
    return declared(*known);
  }
  if (is_uuid(key)) return with_id(key);
  if (!is_complete_) return std::nullopt;
  findings.error(place,
                 "no service principal " + in_quotes(key) + " is declared in this file" +
                     findings.did_you_mean(key, keys_));
  return std::nullopt;
}

std::optional<ReadPrincipal> ServicePrincipals::read(const YamlNode& node,
                                                     std::string_view subject,
                                                     Findings& findings) const {
  const auto text = read_text(node, subject, findings);
  if (!text) return std::nullopt;
  const std::string_view written = *text;
  if (written.starts_with("sp:")) return read_key(written.substr(3), node.place, findings);

  const std::size_t prefix = written.starts_with("user:")    ? 5
                             : written.starts_with("group:") ? 6
                                                             : 0;
  const std::string_view bare = written.substr(prefix);
  if (bare.empty() || has_control(bare)) {
    findings.error(node.place,
                   std::string(subject) + " names nobody; write the name of a principal");
    return std::nullopt;
  }
  if (prefix == 0 && is_uuid(bare)) return with_id(bare);
  const bool user = prefix == 0 ? is_user(bare) : prefix == 5;
  if (prefix == 0 && find(bare) != nullptr) {
    findings.error(node.place,
                   in_quotes(bare) +
                       " is also the key of a service principal; write 'sp:" + std::string(bare) +
                       "' or '" + (user ? "user:" : "group:") + std::string(bare) + "'");
    return std::nullopt;
  }
  const Principal canonical = canonical_principal(bare);
  return ReadPrincipal{canonical, canonical, user ? "user" : "group"};
}

}  // namespace dgctl::engine
