#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/warehouses.h"

namespace dgctl::providers::sim {

/// How the older SQL API names warehouses: a list that is no object, of those that the asker may
/// use. Source: databricks-sdk-go service/sql/model.go, DataSource; what `syntax` and `type` say is
/// UNVERIFIED.
Response list_data_sources(State& state, const Call& call) {
  List list;
  for (const auto& [id, warehouse] : state.warehouses) {
    if (!may(warehouse, call.asker, WarehouseNeed::Use)) continue;
    Members source;
    put(source, "id", made_uuid(state.seed, 0, "data source/" + id));
    put(source, "name", warehouse.name);
    put(source, "warehouse_id", id);
    put(source, "type", std::string("databricks_internal"));
    put(source, "syntax", std::string("sql"));
    put(source, "paused", std::int64_t{0});
    put(source, "supports_auto_limit", true);
    put(source, "view_only", false);
    list.push_back(Json{std::move(source)});
  }
  Response response = answer({});
  response.body = to_text(Json{std::move(list)});
  return response;
}

}  // namespace dgctl::providers::sim
