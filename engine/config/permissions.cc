#include "engine/config/permissions.h"

#include <algorithm>
#include <array>

#include "engine/config/expansion.h"
#include "engine/config/section.h"
#include "engine/config/source_text.h"
#include "engine/config/yaml_text.h"

namespace dgctl::engine {
namespace {

constexpr const char* kKind = "permission";
constexpr const char* kServicePrincipalName = "service_principal_name";

struct NameKey {
  std::string_view key, kind;
};
constexpr std::array kNameKeys{NameKey{kServicePrincipalName, "service_principal"},
                               NameKey{"user_name", "user"},
                               NameKey{"group_name", "group"}};

/// Why nobody of that kind bears a name, or "". The workspace is told the kind by the name's form.
std::string fault_of_name(std::string_view kind, const std::string& name) {
  if (name.empty() || has_control(name)) return "names nobody; write the name of a principal";
  const bool is_address = name.find('@') != std::string::npos;
  if (kind == "user" && !is_address) return "must be the e-mail address of a user";
  if (kind == "group" && (is_address || is_uuid(name))) {
    return "names a user or a service principal by its form; write user_name or "
           "service_principal_name";
  }
  if (kind == "group" && name == "admins") {
    return "is 'admins', a group that inherits CAN_MANAGE on everything; remove it";
  }
  return {};
}

std::optional<ReadPrincipal> read_named(const NameKey& by,
                                        const YamlNode& node,
                                        Expansion& expansion) {
  const std::string subject = in_quotes(by.key);
  if (by.key == kServicePrincipalName) {
    return expansion.principals.read_service_principal(node, subject, expansion.findings);
  }
  const auto text = read_text(node, subject, expansion.findings);
  if (!text) return std::nullopt;
  const std::string fault = fault_of_name(by.kind, *text);
  if (fault.empty()) {
    const Principal name = canonical_principal(*text);
    return ReadPrincipal{name, name, std::string(by.kind)};
  }
  expansion.findings.error(node.place, subject + " " + fault);
  return std::nullopt;
}

std::optional<ReadPrincipal> read_principal(Section& keys,
                                            const Place& place,
                                            Expansion& expansion) {
  const NameKey* by = nullptr;
  const YamlNode* named = nullptr;
  std::size_t count = 0;
  for (const NameKey& candidate : kNameKeys) {
    const YamlNode* node = keys.get(candidate.key);
    if (node == nullptr) continue;
    ++count;
    by = &candidate;
    named = node;
  }
  if (count == 1) return read_named(*by, *named, expansion);
  expansion.findings.error(place,
                           "a permission names one principal; write one of service_principal_name, "
                           "user_name and group_name");
  return std::nullopt;
}

/// The key that REST has in its place, where it is written.
bool report_key_of_rest(Section& keys, const YamlNode& item, Findings& findings) {
  constexpr std::string_view kOfRest = "permission_level";
  if (find_value(item, kOfRest) == nullptr) return false;
  keys.get(kOfRest);
  findings.error(keys.place_of(kOfRest),
                 "'permission_level' is called 'level' here, as in bundles; rename it");
  return true;
}

std::optional<std::string> read_level(Section& keys, const YamlNode& item, Findings& findings) {
  if (report_key_of_rest(keys, item, findings)) return std::nullopt;
  const YamlNode* node = keys.require("level", item.place);
  if (node == nullptr) return std::nullopt;
  if (node->type == YamlType::Scalar && node->text == "IS_OWNER") {
    findings.error(node->place,
                   "'level' cannot be IS_OWNER: who owns it stays as it is; write CAN_MANAGE, or "
                   "remove it");
    return std::nullopt;
  }
  return read_word(*node, "'level'", descriptor_of(kKind).levels, findings);
}

void read_permission(const YamlNode& item, const DesiredResource& on, Expansion& expansion) {
  Section keys(&item, "an entry of 'permissions'", expansion.findings);
  if (!keys.is_map()) return;
  auto principal = read_principal(keys, item.place, expansion);
  auto level = read_level(keys, item, expansion.findings);
  Lifecycle lifecycle = read_lifecycle(keys, descriptor_of(kKind), expansion.findings);
  const std::vector<WrittenNeed> needs = read_needs(keys, expansion.findings);
  expansion.written_needs.insert(expansion.written_needs.end(), needs.begin(), needs.end());
  keys.finish("resources.permissions.*");
  if (!principal || !level) return;
  PermissionRequest request;
  request.on = &on;
  request.principal = std::move(*principal);
  request.level = std::move(*level);
  request.place = item.place;
  request.lifecycle = std::move(lifecycle);
  collect_needs(item, request.needs);
  for (const WrittenNeed& need : needs) request.needs.push_back(need.of);
  expansion.permissions.add(std::move(request));
}

}  // namespace

bool takes_permissions(const Descriptor& kind) { return kind.kind == "sql_warehouse"; }

Value with_id_of(const DesiredResource& resource, const std::string& before) {
  const std::string id = text_of(resource.fields, "id");
  if (!id.empty()) return before + id;
  return KnownAfter{{before, AttributeRef{resource.address, "id"}}};
}

void PermissionUnion::add(PermissionRequest request) {
  const DesiredResource& on = *request.on;
  Value thing = with_id_of(on, on.address.kind + ":");
  const auto [at, is_new] = asked_.try_emplace({on.address, request.principal.identity()});
  Asked& asked = at->second;
  DesiredResource& resource = asked.resource;
  std::vector<Place>& places = resource.places;
  if (!is_new) {
    const bool is_same = asked.is_of_data_graph && request.is_of_data_graph &&
                         text_of(resource.fields, "level") == request.level;
    if (!is_same) {
      const auto [first, later] = std::minmax(places.front(), request.place);
      findings_.error(later,
                      request.principal.key + " has a level on " + to_string(on.address) + " at " +
                          to_text(first) + " already; keep one of them");
      return;
    }
  } else {
    asked.is_of_data_graph = request.is_of_data_graph;
    resource.address = {
        kKind,
        make_key({on.address.kind + ":" + key_of_address(on.address.key), request.principal.key})};
    resource.prevent_destroy =
        request.lifecycle.prevent_destroy.value_or(descriptor_of(kKind).protected_by_default);
    resource.ignore_changes = std::move(request.lifecycle.ignore_changes);
    resource.needs = request.principal.needs();
    for (const AttributeRef& ref : references_in(thing)) resource.needs.push_back(ref.of);
    resource.fields =
        fields_of(LevelEntry{std::move(thing), request.principal.name, request.level});
  }
  places.push_back(request.place);
  resource.needs.insert(resource.needs.end(), request.needs.begin(), request.needs.end());
}

std::vector<DesiredResource> PermissionUnion::take() {
  std::vector<DesiredResource> resources;
  resources.reserve(asked_.size());
  for (auto& [key, asked] : asked_) resources.push_back(std::move(asked.resource));
  return resources;
}

void read_permissions(const YamlNode& list, const DesiredResource& on, Expansion& expansion) {
  if (!expect_list(list, "'permissions'", expansion.findings)) return;
  for (const YamlNode* item : list.items) read_permission(*item, on, expansion);
}

}  // namespace dgctl::engine
