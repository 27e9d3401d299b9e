#include "providers/databricks/kinds.h"

#include <algorithm>
#include <array>

namespace dgctl::providers {
namespace {

/// The one of that kind, or nullptr.
template <class Kinds>
auto find_kind(const Kinds& kinds, const std::string& kind) -> decltype(kinds.data()) {
  const auto* end = kinds.data() + kinds.size();
  const auto* it = std::find_if(
      kinds.data(), end, [&](const auto& candidate) { return candidate.kind == kind; });
  return it == end ? nullptr : it;
}

}  // namespace

std::string ObjectKind::list_key() const {
  std::string key = collection;
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

const ObjectKind* object_kind(const std::string& kind) {
  static const std::array kKinds{
      catalog_kind(), schema_kind(), external_location_kind(), volume_kind()};
  return find_kind(kKinds, kind);
}

const SeenKind* seen_kind(const std::string& kind) {
  static const std::array kKinds{table_kind(), storage_credential_kind()};
  return find_kind(kKinds, kind);
}

const IdKind* id_kind(const std::string& kind) {
  static const std::array kKinds{service_principal_kind(), sql_warehouse_kind()};
  return find_kind(kKinds, kind);
}

const AclKind& acl_kind(const std::string& kind) {
  static const std::array kKinds{
      permission_kind(), workspace_assignment_kind(), group_membership_kind()};
  const AclKind* found = find_kind(kKinds, kind);
  if (found == nullptr) {
    throw engine::ProviderError(engine::ErrorClass::Ours,
                                "no entry with a level is of kind " + kind);
  }
  return *found;
}

}  // namespace dgctl::providers
