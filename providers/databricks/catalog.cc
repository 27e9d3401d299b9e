#include <nlohmann/json.hpp>

#include "providers/databricks/kinds.h"

namespace dgctl::providers {

using Json = nlohmann::json;

// https://docs.databricks.com/api/workspace/catalogs
ObjectKind catalog_kind() { return {"catalog", "catalogs", "", "ISOLATED"}; }

// https://docs.databricks.com/api/workspace/workspacebindings/updatebindings
void bind_object(Rest& rest,
                 const engine::Securable& object,
                 std::int64_t workspace_id,
                 const std::stop_token& stop) {
  const Json body{{"add",
                   Json::array({{{"workspace_id", workspace_id},
                                 {"binding_type", "BINDING_TYPE_READ_WRITE"}}})},
                  {"remove", Json::array()}};
  rest.send(Method::Patch,
            catalog_path({"bindings", object.type, object.full_name}),
            body.dump(),
            Repeat::Safe,
            stop);
}

}  // namespace dgctl::providers
