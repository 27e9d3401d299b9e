#include "providers/sim/refusal.h"

namespace dgctl::providers::sim {

bool is_numeric(const Refusal& refusal) {
  return !refusal.code.empty() && refusal.code.find_first_not_of("0123456789") == std::string::npos;
}

Refusal invalid(const std::string& message) { return {400, "INVALID_PARAMETER_VALUE", message}; }

Refusal denied(const std::string& message) { return {403, "PERMISSION_DENIED", message}; }

Refusal not_found(const std::string& code, const std::string& message) {
  return {404, code, message};
}

Refusal lacks(const std::string& privilege, const std::string& kind, const std::string& name) {
  return denied("User does not have " + privilege + " on " + kind + " '" + name + "'.");
}

}  // namespace dgctl::providers::sim
