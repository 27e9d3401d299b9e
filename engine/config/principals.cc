#include "engine/config/principals.h"

#include <algorithm>
#include <utility>

#include "engine/config/section.h"
#include "engine/config/source_text.h"
#include "engine/config/values.h"
#include "engine/config/yaml_text.h"
#include "engine/model/descriptor.h"

namespace dgctl::engine {
namespace {

constexpr std::string_view kKind = "service_principal";
constexpr std::string_view kIdField = "application_id";

bool is_user(std::string_view name) { return name.find('@') != std::string_view::npos; }

std::size_t length_of_prefix(std::string_view written) {
  for (const std::string_view prefix : {"user:", "group:"}) {
    if (written.starts_with(prefix)) return prefix.size();
  }
  return 0;
}

}  // namespace

std::pair<Principal, std::string> ReadPrincipal::identity() const {
  const std::string* text = name.text();
  return text == nullptr ? std::pair(Principal(), key) : std::pair(*text, std::string());
}

std::vector<Address> ReadPrincipal::needs() const {
  std::vector<Address> needs;
  for (const AttributeRef& ref : references_in(name)) needs.push_back(ref.of);
  return needs;
}

ServicePrincipals::ServicePrincipals(const Declarations& declarations, Findings& findings)
    : is_complete_(declarations.is_complete()) {
  for (const Declaration& declaration : declarations.resources()) {
    if (declaration.descriptor->kind == kKind) read_declaration(declaration, findings);
  }
}

/// Reads what it is called by; all else is read where it becomes a resource, unknown keys too.
void ServicePrincipals::read_declaration(const Declaration& declaration, Findings& findings) {
  ServicePrincipal principal{
      declaration.key, declaration.address(), Management::Made, {}, {}, declaration.place};
  Section keys(declaration.node, in_quotes(declaration.called), findings);
  const bool is_existing = keys.flag("existing").value_or(false);
  const YamlNode* id = keys.get(kIdField);
  if (id != nullptr || is_existing) {
    principal.management = is_existing ? Management::ReadOnly : Management::TakenOver;
  }
  if (id != nullptr) {
    const auto read = read_id(*declaration.descriptor->field(kIdField), *id, findings);
    if (read) principal.application_id = *read->text();
  }
  const std::string by_default = principal.management == Management::Made ? "revoke" : "report";
  const auto excess = keys.word("excess", {"report", "revoke"}).value_or(by_default);
  principal.excess = excess == "revoke" ? Excess::Revoke : Excess::Report;
  by_key_.emplace(principal.key, principals_.size());
  keys_.push_back(principal.key);
  if (!principal.application_id.empty()) {
    by_id_.try_emplace(principal.application_id, principals_.size());
  }
  principals_.push_back(std::move(principal));
}

const ServicePrincipal* ServicePrincipals::find(std::string_view key) const {
  const auto at = by_key_.find(key);
  return at == by_key_.end() ? nullptr : &principals_[at->second];
}

const ServicePrincipal* ServicePrincipals::find(const ReadPrincipal& principal) const {
  const std::string* id = principal.name.text();
  if (id == nullptr) return find(principal.key);
  const auto at = by_id_.find(*id);
  return at == by_id_.end() ? nullptr : &principals_[at->second];
}

ReadPrincipal ServicePrincipals::declared(const ServicePrincipal& principal) {
  Value name = principal.application_id;
  if (principal.application_id.empty()) {
    name = KnownAfter{{AttributeRef{principal.address, std::string(kIdField)}}};
  }
  return {std::move(name), principal.key, std::string(kKind)};
}

ReadPrincipal ServicePrincipals::with_id(std::string_view application_id) const {
  const Principal name = canonical_principal(application_id);
  const auto known = by_id_.find(name);
  return {name, known == by_id_.end() ? name : principals_[known->second].key, std::string(kKind)};
}

std::optional<ReadPrincipal> ServicePrincipals::read_key(std::string_view key,
                                                         const Place& place,
                                                         Findings& findings) const {
  if (const ServicePrincipal* known = find(key)) {
    if (!known->is_whole()) return std::nullopt;  // reported there
    return declared(*known);
  }
  if (is_uuid(key)) return with_id(key);
  if (!is_complete_) return std::nullopt;
  findings.error(place,
                 "no service principal " + in_quotes(key) + " is declared in this file" +
                     findings.did_you_mean(key, keys_));
  return std::nullopt;
}

const ServicePrincipal* ServicePrincipals::referred_to(const YamlNode& node) const {
  if (node.is_broken || node.later() == nullptr || node.later()->parts.size() != 1) return nullptr;
  const auto* ref = std::get_if<AttributeRef>(&node.later()->parts.front());
  const bool is_id = ref != nullptr && ref->of.kind == kKind && ref->field == kIdField;
  return is_id ? find(key_of_address(ref->of.key)) : nullptr;
}

std::optional<ReadPrincipal> ServicePrincipals::read_service_principal(const YamlNode& node,
                                                                       std::string_view subject,
                                                                       Findings& findings) const {
  if (const ServicePrincipal* known = referred_to(node)) return declared(*known);
  const auto text = read_text(node, subject, findings);
  if (!text) return std::nullopt;
  if (text->starts_with("sp:")) return read_key(text->substr(3), node.place, findings);
  if (is_uuid(*text)) return with_id(*text);
  const std::string hint = find(*text) == nullptr
                               ? std::string()
                               : "; write 'sp:" + *text + "' for the one of this file";
  findings.error(node.place,
                 std::string(subject) + " must be sp:KEY or an application id, not " +
                     in_quotes(*text) + hint);
  return std::nullopt;
}

std::optional<ReadPrincipal> ServicePrincipals::read(const YamlNode& node,
                                                     std::string_view subject,
                                                     Findings& findings) const {
  if (const ServicePrincipal* known = referred_to(node)) return declared(*known);
  const auto text = read_text(node, subject, findings);
  if (!text) return std::nullopt;
  const std::string_view written = *text;
  if (written.starts_with("sp:")) return read_key(written.substr(3), node.place, findings);

  const std::size_t prefix = length_of_prefix(written);
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
