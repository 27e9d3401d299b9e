#include "providers/sim/catalog_words.h"

namespace dgctl::providers::sim {

const std::vector<std::string>& catalog_types() {
  static const std::vector<std::string> kWords{"MANAGED_CATALOG",
                                               "DELTASHARING_CATALOG",
                                               "FOREIGN_CATALOG",
                                               "INTERNAL_CATALOG",
                                               "MANAGED_ONLINE_CATALOG",
                                               "SYSTEM_CATALOG"};
  return kWords;
}

const std::vector<std::string>& table_types() {
  static const std::vector<std::string> kWords{"MANAGED",
                                               "EXTERNAL",
                                               "VIEW",
                                               "MATERIALIZED_VIEW",
                                               "STREAMING_TABLE",
                                               "FOREIGN",
                                               "METRIC_VIEW",
                                               "MANAGED_SHALLOW_CLONE",
                                               "EXTERNAL_SHALLOW_CLONE"};
  return kWords;
}

const std::vector<std::string>& isolation_modes() {
  static const std::vector<std::string> kWords{"OPEN", "ISOLATED"};
  return kWords;
}

const std::vector<std::string>& binding_types() {
  static const std::vector<std::string> kWords{kReadWrite, kReadOnly};
  return kWords;
}

const std::vector<std::string>& predictive_optimizations() {
  static const std::vector<std::string> kWords{"ENABLE", "DISABLE", "INHERIT"};
  return kWords;
}

}  // namespace dgctl::providers::sim
