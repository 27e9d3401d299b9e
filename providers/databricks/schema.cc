#include "providers/databricks/kinds.h"

namespace dgctl::providers {

// https://docs.databricks.com/api/workspace/schemas
ObjectKind schema_kind() { return {"schema", "schemas", "catalog_name"}; }

}  // namespace dgctl::providers
