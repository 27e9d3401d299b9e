#pragma once

#include "providers/sim/access.h"
#include "providers/sim/call.h"
#include "providers/sim/reader.h"

// What the handlers of catalogs and schemas share.

namespace dgctl::providers::sim {

/// The fields of catalogs and schemas as answers show them, in this order.
void put_settings(Members& body, const State& state, const Settings& settings);
void put_stamps(Members& body, const Securable& securable);

/// The name in a body, folded; refused as the service words it.
/// `rpc`: "CreateCatalog", `field`: "managedcatalog.CatalogInfo.name".
std::string checked_name(const std::string& name, const char* rpc, const char* field);

/// comment, properties, custom_max_retention_hours; what is missing stays as it is. Properties are
/// replaced as a whole, but for those that the service added itself.
void read_common_settings(Settings& settings, Reader& body);
/// Cannot be chosen at creation.
void read_predictive_optimization(Settings& settings, Reader& body);

/// A trailing slash is dropped.
std::string normalised_root(std::string root);

/// Who may change which fields of what: its owner everything; who may manage it, owner and name; a
/// metastore admin, the owner. Throws Refusal.
struct ChangedFields {
  bool owner = false, name = false, others = false;
};
void require_update(const Access& access,
                    const Call& call,
                    const Place& place,
                    const ChangedFields& fields);

Refusal not_empty(const State& state, const Place& place);

}  // namespace dgctl::providers::sim
