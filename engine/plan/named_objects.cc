#include "engine/plan/compare.h"
#include "engine/plan/drafting.h"

// What the fields of an object name and that has to be there before: an owner, a credential.

namespace dgctl::engine {
namespace {

/// False: not read yet.
bool check_one(Drafting& d,
               const DesiredResource& resource,
               const Field& field,
               const std::string& name) {
  const ReadResult* result = d.view.get(ByName{field.names_kind, name});
  if (result == nullptr) return false;
  const std::string what = spoken(field.names_kind) + " '" + name + "'";
  if (std::holds_alternative<Absent>(*result)) {
    d.problem(resource.places,
              what + ", which '" + field.name + "' of " + to_string(resource.address) +
                  " names, does not exist; name one that does, or have it made first");
  } else if (const auto* hidden = std::get_if<Hidden>(result)) {
    d.out.plan.warnings.push_back("whether " + what + " exists cannot be seen: " + hidden->reason);
  }
  return true;
}

}  // namespace

bool check_named(Drafting& drafting,
                 const DesiredResource& resource,
                 const Fields& desired,
                 const Fields* live) {
  bool read = true;
  for (const Field& field : descriptor_of(resource.address.kind).fields) {
    const bool is_principal = field.type == FieldType::PrincipalName;
    if (!is_principal && field.names_kind.empty()) continue;
    const Value* name = find(desired, field.name);
    if (name == nullptr || name->text() == nullptr) continue;
    if (live != nullptr && same(field, name, find(*live, field.name))) continue;
    read = (is_principal ? drafting.check_principal(*name->text(), resource.places)
                         : check_one(drafting, resource, field, *name->text())) &&
           read;
  }
  return read;
}

}  // namespace dgctl::engine
