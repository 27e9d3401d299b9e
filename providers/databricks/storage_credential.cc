#include "engine/model/descriptor.h"
#include "providers/databricks/json.h"
#include "providers/databricks/kinds.h"

// A storage credential. dgctl makes none: it is read to know whether there is one of that name.
// https://docs.databricks.com/api/workspace/storagecredentials

namespace dgctl::providers {
namespace {

constexpr const char* kKind = "storage_credential";

engine::ReadResult read_storage_credential(Rest& rest,
                                           const std::string& name,
                                           const std::stop_token& stop) {
  try {
    const engine::Fields body =
        parsed_object(rest.get(catalog_path({"storage-credentials", name}), {}, stop));
    const std::string& told = needed_text_in(body, "name");
    if (engine::lower_case(told) != engine::lower_case(name)) {
      throw UnexpectedForm("it is of '" + told + "'");
    }
    return engine::Found{engine::Object{kKind, told, {}, std::nullopt}};
  } catch (const engine::ProviderError& error) {
    return not_found_or_hidden(error);
  }
}

}  // namespace

SeenKind storage_credential_kind() { return {kKind, read_storage_credential}; }

}  // namespace dgctl::providers
