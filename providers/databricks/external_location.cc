#include "providers/databricks/kinds.h"

namespace dgctl::providers {

// https://docs.databricks.com/api/workspace/externallocations
ObjectKind external_location_kind() {
  return {"external_location", "external-locations", "", "ISOLATION_MODE_ISOLATED"};
}

}  // namespace dgctl::providers
