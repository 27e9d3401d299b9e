#include "providers/databricks/planes.h"

namespace dgctl::providers {

std::string account_path(const std::string& account_id, const std::string& rest) {
  if (account_id.empty()) {
    throw engine::ProviderError(engine::ErrorClass::Ours, "no id of the account was given");
  }
  return "/api/2.0/accounts/" + percent_encoded(account_id) + rest;
}

}  // namespace dgctl::providers
