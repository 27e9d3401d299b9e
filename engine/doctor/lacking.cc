#include "engine/doctor/lacking.h"

#include <algorithm>

namespace dgctl::engine {
namespace {

/// What a warehouse is called beside its id, as far as it was read; "": it was not.
std::string name_of_warehouse(const Live& live, const Securable& warehouse) {
  const auto name_in = [&](const Object* object) {
    const bool is_it =
        object != nullptr && object->kind == warehouse.type && object->id == warehouse.full_name;
    return is_it ? text_of(object->fields, "name") : std::string();
  };
  for (const auto& [lookup, result] : live) {
    std::string name = name_in(reading<Object>(live, lookup));
    if (!name.empty()) return name;
    const auto* objects = reading<Objects>(live, lookup);
    if (objects == nullptr) continue;
    for (const Object& object : *objects) {
      name = name_in(&object);
      if (!name.empty()) return name;
    }
  }
  return {};
}

/// What the configuration calls the one that needs the right.
std::string configured_name(const Lacking& lacking, const std::string& kind, const Desired& all) {
  for (const DesiredResource& resource : all.resources) {
    const bool is_it = resource.address.kind == kind && lacking.of.contains(resource.address);
    if (is_it) return text_of(resource.fields, "name");
  }
  return {};
}

/// As steps name what a right is on.
Need named(Need need, const Lacking& lacking, const Examined& examined) {
  if (need.right != Right::ManageWarehouse || examined.live == nullptr) return need;
  std::string name = name_of_warehouse(*examined.live, need.on);
  if (name.empty()) name = configured_name(lacking, need.on.type, examined.desired);
  if (!name.empty()) need.on.full_name = name + " (" + need.on.full_name + ")";
  return need;
}

/// Who is to get a right: of the account it is asked as somebody else perhaps.
Principal who_lacks(Right right, const Examined& examined) {
  if (right != Right::AccountAdmin) return seen(examined.contact.asker)->name;
  if (!examined.account_name.empty()) return examined.account_name;
  return "the identity that the account is asked as (" + examined.account_identity.how + ", from " +
         examined.account_identity.from + ")";
}

/// Whether all that needs it is wanted only if the workspace has something, of which nobody here
/// can tell whether it has.
bool may_be_of_nothing(const Lacking& lacking, const Desired& desired) {
  return std::all_of(lacking.of.begin(), lacking.of.end(), [&](const Address& address) {
    const auto& all = desired.resources;
    const auto at = std::find_if(all.begin(), all.end(), [&](const DesiredResource& resource) {
      return resource.address == address;
    });
    return at != all.end() && at->condition != Condition::Always;
  });
}

/// What is to be known before a cure is tried.
void add_caution(Check& check, const Need& need, const Lacking& lacking, const Desired& desired) {
  if (need.right == Right::CreateCatalog && lacking.is_unknown) {
    check.steps.emplace_back(
        "where that was granted already, it may not be seen here: apply tells; or let somebody "
        "else make the catalog, which takes no such right then");
  } else if (need.right == Right::Own && !check.sql.empty()) {
    check.steps.push_back("mind that it takes " + need.on.type + " " + need.on.full_name +
                          " away from its owner: name a group that both are in, or let the owner "
                          "run dgctl");
  } else if (lacking.is_unknown && !check.sql.empty() && need.on.type != "catalog" &&
             may_be_of_nothing(lacking, desired)) {
    for (const std::string& sql : check.sql) {
      check.steps.push_back("only if " + need.on.type + " " + need.on.full_name +
                            " is there, which may not be seen yet: " + sql + ";");
    }
    check.sql.clear();
  }
}

}  // namespace

Check check_of(const Need& need, const Lacking& lacking, const Examined& examined) {
  Check check;
  check.topic = Topic::Rights;
  check.name = to_string(need);
  check.finding = lacking.is_unknown ? Finding::Unknown : Finding::Missing;
  check.blocks = true;
  check.is_right = true;
  check.text = lacking.is_unknown ? what_was_said(lacking.why) : "";
  check.of.assign(lacking.of.begin(), lacking.of.end());
  Cure cure = cure_of(named(need, lacking, examined), who_lacks(need.right, examined));
  check.sql = std::move(cure.sql);
  check.steps = std::move(cure.steps);
  check.who = std::move(cure.who);
  add_caution(check, need, lacking, examined.desired);
  return check;
}

}  // namespace dgctl::engine
