#include "engine/config/entries.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/config/names.h"
#include "engine/config/section.h"
#include "engine/model/overloaded.h"
#include "engine/model/privileges.h"

namespace dgctl::engine {
namespace {

std::optional<Securable> read_securable(const YamlNode& node, Findings& findings) {
  if (!expect_map(node, "'securable'", findings)) return std::nullopt;
  const std::vector<std::string> types = securable_type_names();
  if (node.members.size() != 1) {
    findings.error(node.place,
                   "'securable' must name one thing; write it as {" + types.front() + ": NAME}");
    return std::nullopt;
  }
  const YamlMember& member = node.members.front();
  const auto all = securable_types();
  const auto type = std::find_if(
      all.begin(), all.end(), [&](const SecurableType& t) { return t.type == member.key; });
  if (type == all.end()) {
    findings.error(member.place, findings.unknown_key(member.key, types));
    return std::nullopt;
  }
  const auto name = read_full_name(*member.value, *type, "", findings);
  return name ? std::optional(Securable{type->type, *name}) : std::nullopt;
}

/// The names that a privilege is stored under, or nothing if it is refused.
std::vector<std::string> read_word(const YamlNode& node,
                                   std::string_view securable_type,
                                   Findings& findings) {
  const auto text = read_text(node, "an entry of 'privileges'", findings);
  if (!text) return {};
  return std::visit(Overloaded{
                        [](const KnownPrivilege& known) { return known.names; },
                        [&](const UnknownPrivilege& unknown) {
                          findings.warning(node.place,
                                           "dgctl knows no privilege " + unknown.name +
                                               "; whether a " + std::string(securable_type) +
                                               " takes it, the workspace decides");
                          return std::vector{unknown.name};
                        },
                        [&](const RefusedPrivilege& refused) {
                          findings.error(node.place, refused.why);
                          return std::vector<std::string>();
                        },
                    },
                    read_privilege(securable_type, *text));
}

Privileges read_words(const YamlNode& list, std::string_view securable_type, Findings& findings) {
  Privileges words;
  if (!expect_list(list, "'privileges'", findings)) return words;
  if (list.items.empty()) {
    findings.error(list.place, "'privileges' is empty; list some, or remove the grant");
  }
  for (const YamlNode* item : list.items) {
    for (const std::string& word : read_word(*item, securable_type, findings)) {
      if (words.insert(word).second) continue;
      findings.warning(item->place, word + " stands in this list twice");
    }
  }
  return words;
}

/// Reads what every entry has. Nothing if it cannot be part of the union.
std::optional<GrantRequest> read_common(Section& keys,
                                        const Securable& on,
                                        const Place& place,
                                        Expansion& expansion) {
  GrantRequest request;
  request.on = on;
  request.place = place;
  std::optional<ReadPrincipal> principal;
  if (const YamlNode* node = keys.require("principal", place)) {
    principal = expansion.principals.read(*node, "'principal'", expansion.findings);
    request.principal_place = node->place;
  }
  // Without a type no privilege can be told right from wrong.
  if (const YamlNode* words = keys.require("privileges", place);
      words != nullptr && !on.type.empty()) {
    request.words = read_words(*words, on.type, expansion.findings);
  }
  Lifecycle lifecycle = read_lifecycle(keys, grant_kind(), expansion.findings);
  request.prevent_destroy = lifecycle.prevent_destroy;
  request.ignore_changes = std::move(lifecycle.ignore_changes);
  if (!principal || on.full_name.empty() || request.words.empty()) return std::nullopt;
  request.principal = std::move(*principal);
  return request;
}

}  // namespace

void read_entry(const Declaration& declaration, Expansion& expansion) {
  Section keys(declaration.node, in_quotes(declaration.called), expansion.findings);
  if (!keys.is_map()) return;
  std::optional<Securable> on;
  if (const YamlNode* node = keys.require("securable", declaration.place)) {
    on = read_securable(*node, expansion.findings);
  }
  auto request = read_common(keys, on.value_or(Securable{}), declaration.place, expansion);
  const auto adopt = keys.flag("adopt");
  const auto condition = keys.word("condition", {"always", "exists_and_is_not_own"});
  const std::vector<WrittenNeed> needs = read_needs(keys, expansion.findings);
  expansion.written_needs.insert(expansion.written_needs.end(), needs.begin(), needs.end());
  keys.finish("resources.grants.*");
  if (!request) return;
  request->adopt = adopt;
  if (condition && *condition != "always") request->condition = Condition::ExistsAndIsNotOwn;
  collect_needs(*declaration.node, request->needs);
  for (const WrittenNeed& need : needs) request->needs.push_back(need.of);
  expansion.grants.add(std::move(*request));
}

void read_entries_of(const YamlNode& list, const Securable& on, Expansion& expansion) {
  if (!expect_list(list, in_quotes(grant_kind().plural), expansion.findings)) return;
  for (const YamlNode* item : list.items) {
    Section keys(item, "an entry of " + in_quotes(grant_kind().plural), expansion.findings);
    if (!keys.is_map()) continue;
    auto request = read_common(keys, on, item->place, expansion);
    keys.finish("resources.grants.*");
    if (!request) continue;
    collect_needs(*item, request->needs);
    expansion.grants.add(std::move(*request));
  }
}

}  // namespace dgctl::engine
