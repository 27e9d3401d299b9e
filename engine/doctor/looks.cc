#include <algorithm>
#include <set>

#include "engine/doctor/doctor.h"
#include "engine/doctor/permissions.h"
#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"

// What is to be looked at besides what a plan reads.

namespace dgctl::engine {
namespace {

bool is_granted_on(std::string_view kind) {
  const Descriptor* descriptor = find_descriptor(kind);
  return (descriptor != nullptr && descriptor->is_securable) || kind == "table";
}

bool is_made_as_securable(std::string_view kind) {
  const Descriptor* descriptor = find_descriptor(kind);
  return descriptor != nullptr && descriptor->is_securable;
}

bool is_changed_by_its_managers(std::string_view kind) {
  const auto all = kind_rights();
  return std::any_of(all.begin(), all.end(), [&](const KindRights& row) {
    return row.kind == kind && row.change == Right::ManageWarehouse;
  });
}

void add_with_parents(std::set<Securable>& wanted, const Securable& securable) {
  if (!is_granted_on(securable.type)) return;
  for (std::optional<Securable> at = securable; at; at = parent_of(*at)) wanted.insert(*at);
}

void add_made_in(std::set<Securable>& wanted, const CreateObject& call, bool all) {
  if (!is_made_as_securable(call.kind)) return;
  const Securable made{call.kind, full_name(descriptor_of(call.kind), call.fields)};
  // Administrating the metastore does not let anybody put something into a schema.
  if (!all && !stands_in_schema(made)) return;
  if (const auto parent = parent_of(made)) add_with_parents(wanted, *parent);
}

/// What the steps of a plan touch, `all`: also where administrating the metastore is enough.
void add_touched(std::set<Securable>& wanted, const Plan& plan, bool all) {
  for (const Step& step : plan.steps) {
    std::visit(
        Overloaded{
            [&](const CreateObject& call) { add_made_in(wanted, call, all); },
            [&](const UpdateObject& call) {
              if (const std::string* id = call.id.text()) {
                add_with_parents(wanted, {call.kind, *id});
              }
            },
            [&](const DeleteObject& call) { add_with_parents(wanted, {call.kind, call.id}); },
            [&](const PatchGrants& call) {
              if (all) add_with_parents(wanted, call.on);
            },
            [](const auto&) {},
        },
        step.call);
  }
}

void add_hidden(std::set<Securable>& wanted, const Plan& plan) {
  for (const HiddenRead& hidden : plan.hidden) {
    if (const auto* by = std::get_if<ByName>(&hidden.lookup)) {
      add_with_parents(wanted, {by->kind, by->name});
    }
    if (const auto* on = std::get_if<GrantsOn>(&hidden.lookup)) add_with_parents(wanted, on->on);
    if (const auto* below = std::get_if<Below>(&hidden.lookup)) {
      add_with_parents(wanted, below->parent);
    }
  }
}

/// The catalogs that the configuration names.
void add_catalogs(std::set<Securable>& wanted, const Desired& desired) {
  for (const DesiredResource& resource : desired.resources) {
    std::optional<Securable> at;
    if (resource.address.kind == entry_kind_on_securables()) at = entry_of(resource.fields).on;
    if (is_made_as_securable(resource.address.kind)) {
      at = Securable{resource.address.kind,
                     full_name(descriptor_of(resource.address.kind), resource.fields)};
    }
    if (!at || at->full_name.empty() || !is_granted_on(at->type)) continue;
    while (const auto parent = parent_of(*at)) at = parent;
    wanted.insert(*at);
  }
}

}  // namespace

std::vector<std::string> sinks_for_doctor(const Plan& plan) {
  std::set<std::string> sinks;
  for (const Step& step : plan.steps) {
    if (const auto* issue = std::get_if<IssueSecret>(&step.call)) sinks.insert(issue->sink);
    if (const auto* store = std::get_if<StoreSecret>(&step.call)) sinks.insert(store->sink);
  }
  return {sinks.begin(), sinks.end()};
}

std::vector<Lookup> lookups_for_doctor(const Desired& desired, const Plan& plan) {
  std::set<Lookup> wanted;
  for (const Step& step : plan.steps) {
    std::string kind;
    const std::string* id = nullptr;
    if (const auto* call = std::get_if<UpdateObject>(&step.call)) {
      kind = call->kind;
      id = call->id.text();
    } else if (const auto* gone = std::get_if<DeleteObject>(&step.call)) {
      kind = gone->kind;
      id = &gone->id;
    }
    if (id != nullptr && is_changed_by_its_managers(kind)) {
      wanted.insert(AclOf{"permission", kind + ":" + *id});
    }
  }
  for (const DesiredConnection& connection : desired.connections) {
    if (connection.application_id.empty()) continue;
    wanted.insert(ById{"service_principal", connection.application_id});
  }
  return {wanted.begin(), wanted.end()};
}

std::vector<Securable> securables_for_doctor(const Desired& desired,
                                             const Plan& plan,
                                             const Asker& asker,
                                             const Look<Metastore>& metastore) {
  const Metastore* known = seen(metastore);
  const bool is_admin =
      known != nullptr && (known->owner == asker.name || asker.groups.contains(known->owner));
  std::set<Securable> wanted;
  add_catalogs(wanted, desired);
  add_touched(wanted, plan, !is_admin);
  if (!is_admin) add_hidden(wanted, plan);
  if (!is_admin && known != nullptr) wanted.insert({"metastore", known->id});
  return {wanted.begin(), wanted.end()};
}

}  // namespace dgctl::engine
