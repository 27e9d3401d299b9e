#pragma once

#include <string>
#include <vector>

namespace dgctl::providers::sim {

inline constexpr const char* kDefaultSchema = "default";
inline constexpr const char* kInformationSchema = "information_schema";
inline constexpr const char* kHiveMetastore = "hive_metastore";
inline constexpr const char* kReadWrite = "BINDING_TYPE_READ_WRITE";
inline constexpr const char* kReadOnly = "BINDING_TYPE_READ_ONLY";

// The words that fields of catalogs, schemas and tables take.
const std::vector<std::string>& catalog_types();
const std::vector<std::string>& table_types();
const std::vector<std::string>& isolation_modes();
const std::vector<std::string>& binding_types();
const std::vector<std::string>& predictive_optimizations();

}  // namespace dgctl::providers::sim
