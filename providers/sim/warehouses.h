#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "providers/sim/call.h"
#include "providers/sim/reader.h"
#include "providers/sim/state.h"

// What is known of SQL warehouses, beyond what each route does with them.

namespace dgctl::providers::sim {

const std::vector<std::string>& warehouse_types();
const std::vector<std::string>& spot_instance_policies();
const std::vector<std::string>& warehouse_channels();
const std::vector<std::string>& warehouse_levels();
const char* default_warehouse_type(bool is_serverless);

/// What the service would not take of its configuration, or "".
std::string warehouse_problem(const Warehouse& warehouse, bool takes_short_auto_stop);

/// 16 hexadecimal digits.
bool is_warehouse_id(std::string_view id);

/// What it is doing at that time.
std::string state_at(const Warehouse& warehouse, std::int64_t at_ms);
void start(Warehouse& warehouse, const Switches& switches, std::int64_t at_ms);

/// Whether somebody may do something to it. Workspace admins may do everything.
enum class WarehouseNeed { See, Use, Manage };
bool may(const Warehouse& warehouse, const Asker& asker, WarehouseNeed need);

/// The warehouse with the id that the path begins with. Throws Refusal: 400 for what is no id, 404
/// for one of none, 403 for who may not do that to it.
Warehouse& find_warehouse(State& state, const Call& call, WarehouseNeed need);
Warehouse& find_warehouse(State& state,
                          const Asker& asker,
                          const std::string& id,
                          WarehouseNeed need);

/// The name of its owner, or "".
std::string owner_of(const Warehouse& warehouse);

/// The configuration in a body, checked. What is left out is as in `base`; `keeps`: `base` is the
/// warehouse as it is, and not the defaults.
Warehouse read_configuration(const State& state, const Call& call, Warehouse base, bool keeps);

class Reader;
/// The member "channel" of a body or of the workspace file, where there is one.
void read_channel(Warehouse& out, Reader& reader);

}  // namespace dgctl::providers::sim
