#include "providers/databricks/kinds.h"

namespace dgctl::providers {

// https://docs.databricks.com/api/workspace/volumes
ObjectKind volume_kind() { return {"volume", "volumes", "schema_name"}; }

}  // namespace dgctl::providers
