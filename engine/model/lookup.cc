#include "engine/model/lookup.h"

#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"

namespace dgctl::engine {

std::optional<Securable> parent_of(const Securable& securable) {
  const std::size_t dot = securable.full_name.rfind('.');
  if (dot == std::string::npos) return std::nullopt;
  // In the names of other objects a dot means nothing.
  const Descriptor* descriptor = find_descriptor(securable.type);
  if (descriptor != nullptr && !descriptor->is_securable) return std::nullopt;
  const std::string name = securable.full_name.substr(0, dot);
  return Securable{name.find('.') == std::string::npos ? "catalog" : "schema", name};
}

bool stands_in_schema(const Securable& securable) {
  const auto parent = parent_of(securable);
  return parent && parent->type == "schema";
}

std::string to_string(const Lookup& lookup) {
  return std::visit(
      Overloaded{
          [](const CurrentWorkspace&) -> std::string { return "the workspace's metastore"; },
          [](const CurrentAccount&) -> std::string { return "the workspace's account"; },
          [](const Runner&) -> std::string { return "the identity that dgctl runs as"; },
          [](const ByName& by) { return by.kind + " " + by.name; },
          [](const ById& by) { return by.kind + " " + by.id; },
          [](const AclOf& acl) {
            const Descriptor* entries = find_descriptor(acl.kind);
            return (entries == nullptr ? "the entries on " : entries->acl_words) +
                   (acl.thing == kWorkspaceThing ? std::string() : acl.thing);
          },
          [](const SecretsOf& secrets) {
            return "the secrets of service principal " + secrets.principal_id;
          },
          [](const OtherWorkspacesOf& of) {
            return "the assignments of service principal " + of.principal_id +
                   " to other workspaces";
          },
          [](const InSink& in) { return "the sink " + in.sink; },
          [](const GrantsOn& grants) {
            return "the grants on " + grants.on.type + " " + grants.on.full_name;
          },
          [](const Below& below) {
            if (below.parent == Securable{}) return std::string("the names of the catalogs");
            if (below.parent.type.empty()) return "the names of each " + below.parent.full_name;
            return "the names " + (below.kind.empty() ? "" : "of each " + below.kind + " ") +
                   "in " + below.parent.type + " " + below.parent.full_name;
          },
          [](const WhoIs& who) { return "principal " + who.principal; },
      },
      lookup);
}

bool is_absent(const Live& live, const Lookup& lookup) {
  const auto it = live.find(lookup);
  return it != live.end() && std::holds_alternative<Absent>(it->second);
}

const Hidden* hidden(const Live& live, const Lookup& lookup) {
  const auto it = live.find(lookup);
  return it == live.end() ? nullptr : std::get_if<Hidden>(&it->second);
}

}  // namespace dgctl::engine
