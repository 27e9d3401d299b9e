#pragma once

#include <string>

#include "engine/edges/error.h"

namespace dgctl::providers::sim {

/// A request that is answered with an error. Thrown by handlers before they change anything.
struct Refusal : engine::Error {
  Refusal(int status_in, std::string code_in, const std::string& message)
      : Error(message), status(status_in), code(std::move(code_in)) {}
  int status;
  std::string code;  ///< error_code; SCIM: scimType, may be ""
};

/// Whether its code is a number: a status. So it is where credentials are refused.
bool is_numeric(const Refusal& refusal);

Refusal invalid(const std::string& message);  ///< 400 INVALID_PARAMETER_VALUE
Refusal denied(const std::string& message);   ///< 403 PERMISSION_DENIED
Refusal not_found(const std::string& code, const std::string& message);
/// "User does not have USE CATALOG on Catalog 'sales'."
Refusal lacks(const std::string& privilege, const std::string& kind, const std::string& name);

}  // namespace dgctl::providers::sim
